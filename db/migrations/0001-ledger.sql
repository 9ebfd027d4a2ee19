-- The ledger: facts, never changed. Order within a stream is (stream, version); order across streams is given
-- after commit by the sealer (0003), so no appender ever waits for another (docs/adr/0002).

-- What the running server may do. It owns nothing; each database gets a login role that inherits from this one.
do $$ begin
  create role ringback_server nologin;
exception when duplicate_object or unique_violation then null;
end $$;

create table event (
  id           bigint generated always as identity primary key,
  stream       text not null,
  version      integer not null check (version > 0),
  type         text not null,
  type_version smallint not null check (type_version > 0),
  tenant       text not null,  -- the organisation for which the fact was recorded
  actor        text not null,  -- opaque: public, staff:…, partner:…, system:…; never a name
  cause        text not null,  -- the command, receipt or batch that brought it about
  at           timestamptz(3) not null default clock_timestamp(),
  data         jsonb not null,
  owes         jsonb,          -- the actions that it owes to partners, as decided: part of the record, sealed with it
  unique (stream, version)
);

-- What the sealer has still to number. Small by construction, so finding work does not grow with the ledger.
create table unsealed (
  event_id bigint primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- Events whose owed actions have still to be laid out as rows of `action` (0002). One small row an event, so that a
-- report with fifty actions costs its sender one insert; the dispatcher lays them out within milliseconds.
create table owed (
  event_id bigint primary key
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0);

-- A command accepted under a caller's key. The same key again gets the same answer and does nothing twice.
create table command_key (
  caller     text not null,
  key        text not null,
  command    text not null,
  input_hash bytea not null,  -- SHA-256 of the canonical input: the same key with another input is refused
  result     jsonb not null,
  at         timestamptz(3) not null default clock_timestamp(),
  primary key (caller, key)
);

-- How far each async view has read in sealed order.
create table view_cursor (
  view text primary key,
  seq  bigint not null default -1, -- the last leaf index applied
  at   timestamptz(3) not null default clock_timestamp()
);

-- Append-only is held by the database, not by manners: this refuses even the owner of the table.
create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only: correct a fact with a further fact', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger event_append_only before update or delete or truncate on event
  for each statement execute function refuse_change();
create trigger command_key_append_only before update or truncate on command_key
  for each statement execute function refuse_change();

grant select, insert on event to ringback_server;
grant select, insert, update, delete on unsealed, owed to ringback_server; -- update: to lock rows while taking them
grant select, insert on command_key to ringback_server;
grant select, insert, update on view_cursor to ringback_server;
