-- What each victim was told and what was promised: one row a case. `promised` is null once the case has ended.
create table case_promise (
  case_id   uuid primary key,
  owner     text not null,            -- the organisation whose staff handle it
  opened_at timestamptz(3) not null,
  told_at   timestamptz(3),
  promised  timestamptz(3)            -- the victim hears from us by then
);
create index case_promise_next on case_promise (promised) where promised is not null;

-- Messages of ours that did not arrive, for a person to look at. A row goes when the message arrives after all.
create table message_failed (
  action  uuid primary key,
  case_id uuid not null,
  channel text not null,
  how     text not null,
  at      timestamptz(3) not null
);
create index message_failed_oldest on message_failed (at);

-- Which unit of an organisation handles cases, and how a victim reaches it. A unit, never a person.
create table case_unit (
  organisation text primary key references organisation,
  name         text not null,
  contact      text not null,
  hours        text not null
);

grant select, insert, update, delete on case_promise, message_failed to ringback_server;
grant select on case_unit to ringback_server;
