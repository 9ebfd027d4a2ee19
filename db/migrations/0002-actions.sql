-- What we owe to partners, one row an action, and how far each has come. The obligation itself is in event.owes, written
-- in the transaction of the event, so a report that returned OK has its actions on disk; these rows follow from it.
create table action (
  id          uuid primary key,               -- also the idempotency key at the partner
  position    bigint generated always as identity unique,
  stream      text not null,                  -- the event that owes it
  version     integer not null,
  tenant      text not null,
  partner     text not null,
  kind        text not null,                  -- block-handset, bar-sim, freeze …
  target      text not null,                  -- opaque; order is kept for each (partner, target)
  input       jsonb not null,                 -- references only: personal data stay in the vault
  due         timestamptz(3) not null default clock_timestamp(),
  until       timestamptz(3),                 -- a hold's end, so that the partner lets it lapse by itself
  standing    boolean not null default false, -- stays open until its target reappears
  cancels     uuid,                           -- an undo names the action that it cancels
  state       text not null default 'owed'
              check (state in ('owed', 'acknowledged', 'refused', 'cancelled', 'lapsed', 'dead')),
  attempts    integer not null default 0,
  claimed_by  text,
  claimed_until timestamptz(3),
  last_error  text,
  answered_at timestamptz(3)
);

create index action_owed on action (partner, due) where state = 'owed';
create index action_order on action (partner, target, position) where state = 'owed';
create index action_of_event on action (stream, version);

grant select, insert, update on action to ringback_server;
