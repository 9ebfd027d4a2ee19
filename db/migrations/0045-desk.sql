-- Two cases that are one theft (docs/adr/0025). What the later one held stands under the first, and goes back when they are split.
alter table open_case add column lent_by uuid;
create index open_case_lent on open_case (lent_by) where lent_by is not null;

-- The victim says that they are in danger or hurt: officers read it first.
alter table officer_alert add column danger boolean not null default false;

-- Look-ups that the auditor should ask about (USERS 4, insider look-ups), and the numbers that staff said are their own.
create table look_doubt (
  staff        text not null,        -- opaque id
  case_id      uuid not null,
  why          text not null,        -- own-number, often
  employer     text not null,        -- the organisation for which they looked
  looks        integer not null,
  doubted_at   timestamptz(3) not null,
  explained_at timestamptz(3),
  finding      text,                 -- had-reason, taken-further
  primary key (staff, case_id, why)
);
create index look_doubt_open on look_doubt (employer, doubted_at) where explained_at is null;
create table staff_own (
  staff text not null,
  line  text not null,               -- vault reference of the number
  primary key (staff, line)
);
-- How far the audit has been read for it.
create table look_watch (
  singleton boolean primary key default true check (singleton),
  seen      bigint not null
);
insert into look_watch (seen) values (0);
grant select, insert, update, delete on look_doubt, staff_own to ringback_server;
grant select, update on look_watch to ringback_server;
