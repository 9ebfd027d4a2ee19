-- What published figures are counted from. Rows follow from events and hold no personal data: ringback rebuild measured.
create table measured_case (
  case_id      uuid primary key,
  tenant       text not null,             -- the organisation that its first fact was recorded for
  force        text,                      -- the force that handles it
  reported_at  timestamptz(3) not null,
  recovered_at timestamptz(3),            -- the handset is in safe hands
  returned_at  timestamptz(3),            -- its owner has it again
  ended_at     timestamptz(3)
);
create index measured_case_reported on measured_case (reported_at);

-- One stop of one case at one partner: since when it was owed, and by its signed receipt, since when it holds.
create table measured_stop (
  case_id      uuid not null,
  partner      text not null,
  kind         text not null,
  owed_at      timestamptz(3),
  confirmed_at timestamptz(3),
  primary key (case_id, kind, partner)
);

create table measured_message (
  case_id uuid not null,
  at      timestamptz(3) not null,
  primary key (case_id, at)
);

-- Crimes as a police force publishes them on data.police.uk: months, and points that were snapped before publication.
create table street_crime (
  id         text primary key,            -- the force's own id; without one, the file and the line
  month      text not null,
  force      text not null,
  crime_type text not null,
  longitude  text not null,
  latitude   text not null,
  location   text not null,
  lsoa_code  text not null,
  outcome    text not null
);
create index street_crime_type on street_crime (crime_type, month);

-- Thefts by month and published point, many at one point.
create table theft_point (
  month     text not null,
  longitude text not null,
  latitude  text not null,
  borough   text not null,
  thefts    text not null check (thefts ~ '^[0-9]{1,6}$'),
  primary key (month, longitude, latitude)
);

grant select, insert, update, delete on measured_case, measured_stop, measured_message, street_crime, theft_point to ringback_server;

-- Demo organisations are left out of `published` here, once; `simulated` has them alone. No measure sees both.
create view published.measured_case as
  select one.* from public.measured_case one
  where not exists (select from public.organisation where slug = one.tenant and demo);
create view published.measured_stop as
  select stop.* from public.measured_stop stop join published.measured_case using (case_id);
create view published.measured_message as
  select message.* from public.measured_message message join published.measured_case using (case_id);

create schema simulated;
create view simulated.theft_report_count as
  select count.* from public.theft_report_count count
  where exists (select from public.organisation where slug = count.tenant and demo);
create view simulated.measured_case as
  select one.* from public.measured_case one
  where exists (select from public.organisation where slug = one.tenant and demo);
create view simulated.measured_stop as
  select stop.* from public.measured_stop stop join simulated.measured_case using (case_id);
create view simulated.measured_message as
  select message.* from public.measured_message message join simulated.measured_case using (case_id);
grant usage on schema simulated to ringback_server;
grant select on all tables in schema published, simulated to ringback_server;
