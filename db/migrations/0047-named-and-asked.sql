-- Who keeps an owner's mail, crypto and digital identity, named before the theft (B28, B60): they are asked as soon as it is
-- reported and proved. Providers only, as in a case: never an account or an address.
alter table enrolment
  add column mail       text[] not null default '{}',
  add column exchanges  text[] not null default '{}',
  add column identities text[] not null default '{}';

-- Where somebody can complain of what was done with their number: the force's own desk, who oversees the police, who oversees
-- data. Set by whoever runs this copy (`ringback complaints`), in the order in which they are shown; nothing is made up.
create table complaint_desk (
  place   integer primary key check (place between 1 and 9),
  about   text not null,
  name    text not null,
  contact text not null
);
grant select on complaint_desk to ringback_server;

-- What victims answered when they were asked how they are (B50), once at each step of a case: for the published series.
create table measured_feeling (
  case_id  uuid not null,
  step     text not null,
  at       timestamptz(3) not null,
  safe     boolean not null,
  mattered boolean not null,
  primary key (case_id, step)
);
grant select, insert, update, delete on measured_feeling to ringback_server;
create view published.measured_feeling as
  select feeling.* from public.measured_feeling feeling join published.measured_case using (case_id);
create view simulated.measured_feeling as
  select feeling.* from public.measured_feeling feeling join simulated.measured_case using (case_id);
grant select on published.measured_feeling, simulated.measured_feeling to ringback_server;

-- What each message promised: by when the victim hears from us again (B01).
alter table measured_message add column next timestamptz(3);
create or replace view published.measured_message as
  select message.* from public.measured_message message join published.measured_case using (case_id);
create or replace view simulated.measured_message as
  select message.* from public.measured_message message join simulated.measured_case using (case_id);
