-- Two cases that are one theft (docs/adr/0025). What the later one held stands under the first, and goes back when they are split.
alter table open_case add column lent_by uuid;
create index open_case_lent on open_case (lent_by) where lent_by is not null;

-- The victim says that they are in danger or hurt: officers read it first.
alter table officer_alert add column danger boolean not null default false;
