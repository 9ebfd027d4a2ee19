-- Links and senders of suspicious messages, by a vault reference that one value always has: which cases share one. What it
-- stands for is in the vault. Rows follow from events: ringback rebuild indicator.
create table indicator (
  mark     text not null,
  sort     text not null,
  case_id  uuid not null,
  first_at timestamptz(3) not null,
  primary key (mark, case_id)
);
create index indicator_case on indicator (case_id);
grant select, insert, update, delete on indicator to ringback_server;

-- When harm that followed the theft was first told: for the published share of thefts that were followed by any.
alter table measured_case add column harmed_at timestamptz(3);

create or replace view published.measured_case as
  select one.* from public.measured_case one
  where not exists (select from public.organisation where slug = one.tenant and demo);
create or replace view simulated.measured_case as
  select one.* from public.measured_case one
  where exists (select from public.organisation where slug = one.tenant and demo);
