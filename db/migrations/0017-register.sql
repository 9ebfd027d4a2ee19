-- Always empty. A sale or enrolment of a handset that is reported puts its key here twice, so that the primary key stops
-- it inside its own transaction (docs/adr/0001), also when the report comes at the same moment.
create table reported_stolen (
  imei_key text primary key
);

-- Enrolments that wait for the code sent to the number, by handset.
create table enrolment_asked (
  handset uuid primary key,
  asked   text not null,             -- vault reference: what was typed, and the code
  line    text not null,
  until   timestamptz(3) not null
);
create index enrolment_asked_ticket on enrolment_asked (asked);

-- What can stop a phone without a proof by its operator: printed card, trusted person's code. Vault references only.
create table stop_secret (
  secret  text primary key,
  line    text not null,
  handset uuid not null,
  kind    text not null check (kind in ('panic-card', 'trusted-person')),
  at      timestamptz(3) not null
);
create index stop_secret_line on stop_secret (line);
create index stop_secret_handset on stop_secret (handset);

-- Every owner that a handset has had in the register, in order (B71).
create table handset_owner (
  handset uuid not null,
  place   integer not null,          -- the version of its stream
  owner   text not null,             -- vault reference
  channel text not null,
  tenant  text not null,             -- the shop, or whoever put it in
  at      timestamptz(3) not null,
  primary key (handset, place)
);

-- Wrong tries at a code, by whatever is tried on: five, then an hour's rest. No fact: it is forgotten.
create table wrong_try (
  subject text primary key,
  tries   integer not null,
  since   timestamptz(3) not null
);

-- What speaks against a report, for the person who looks at it within the hour.
create table case_conflict (
  case_id    uuid not null,
  conflict   text not null,
  found_at   timestamptz(3) not null,
  settled_at timestamptz(3),
  stands     boolean,
  reason     text,
  primary key (case_id, conflict)
);
create index case_conflict_open on case_conflict (found_at) where settled_at is null;

grant select, insert, update, delete
  on reported_stolen, enrolment_asked, stop_secret, handset_owner, wrong_try, case_conflict to ringback_server;
