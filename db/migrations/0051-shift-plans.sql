-- Plans of shifts, their geofences, and what officers said of each stop (docs/adr/0031). Views of the ledger, inline.
create table shift_plan (
  plan    uuid primary key,
  tenant  text not null,
  made_at timestamptz(3) not null,
  begins  timestamptz(3) not null,
  ends    timestamptz(3) not null,
  body    jsonb not null               -- patrol.plan-made as it was recorded
);
create index shift_plan_tenant on shift_plan (tenant, begins);

-- Plain clothes: where and who is in the vault alone.
create table covert_plan (
  plan    uuid primary key,
  tenant  text not null,
  made_at timestamptz(3) not null,
  begins  timestamptz(3) not null,
  ends    timestamptz(3) not null,
  stops   integer[] not null,          -- how many each unit has
  sealed  text not null                -- vault reference
);
create index covert_plan_tenant on covert_plan (tenant, begins);

create table stop_answer (
  plan   uuid not null,
  unit   smallint not null,
  stop   smallint not null,
  answer text not null,
  at     timestamptz(3) not null,
  primary key (plan, unit, stop)
);

-- Geofences: drawn ones, and the squares of visible plans. Extents and middle in metres of the British National Grid.
create table geofence (
  fence    uuid primary key,
  tenant   text not null,
  plan     uuid,
  shape    jsonb not null,
  west     integer not null,
  south    integer not null,
  east     integer not null,
  north    integer not null,
  starts   timestamptz(3) not null,
  until    timestamptz(3) not null,
  retired  timestamptz(3)
);
create index geofence_live on geofence (tenant, until);

-- Beside the ledger: which call sign walks as which unit of a visible plan. Deleted 28 days after the shift.
create table shift_unit (
  plan      uuid not null,
  unit      smallint not null,
  call_sign text not null check (length(call_sign) <= 12),
  until     timestamptz(3) not null,
  primary key (plan, unit)
);

-- Which unit of which plan an officer on duty walks as: it goes with the shift.
alter table duty add column plan uuid;
alter table duty add column unit smallint;

grant select, insert, update, delete on shift_plan, covert_plan, stop_answer, geofence, shift_unit to ringback_server;
