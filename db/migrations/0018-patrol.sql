-- Officers on duty. Only where they are now, never where they were; the row goes when the shift ends.
create table duty (
  officer         text primary key,           -- the opaque staff id
  tenant          text not null,
  role            text not null,
  shift           uuid not null unique,
  began_at        timestamptz(3) not null,
  ends_at         timestamptz(3) not null,    -- by itself, when the officer forgets
  covert          boolean not null,           -- plain clothes: shown to the control room only
  call_sign       text check (length(call_sign) <= 12),
  subscription    text,                       -- vault reference: where this officer's device takes a push
  easting         integer,
  northing        integer,
  accuracy_metres integer,
  place           text,                       -- the gazetteer's name, when the officer said a place
  positioned_at   timestamptz(3),
  fresh_until     timestamptz(3)              -- until then the position is good enough to send somebody by
);
create index duty_near on duty (easting) where easting is not null;

-- Who was told of which theft. A turn is one alert of a shift: the second key is the cap on alerts (patrol/alert.ts).
create table officer_alert (
  alert       uuid not null,
  officer     text not null,
  shift       uuid not null,
  turn        smallint not null check (turn between 1 and 4),
  force       text not null,
  case_id     uuid not null,
  method      text not null,
  verified    boolean not null,
  source      text not null,
  direction   text,
  place       text not null,                  -- vault references
  description text,
  reported_at timestamptz(3) not null,
  alerted_at  timestamptz(3) not null,
  until       timestamptz(3) not null,
  answer      text,
  answered_at timestamptz(3),
  ended       boolean not null default false,
  primary key (alert, officer),
  constraint officer_alert_turn unique (shift, turn)
);
create index officer_alert_case on officer_alert (case_id);
create index officer_alert_force on officer_alert (force, until);
create index officer_alert_officer on officer_alert (officer, until);

grant select, insert, update, delete on duty, officer_alert to ringback_server;
