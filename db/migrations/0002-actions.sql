-- What we owe to partners, one row an action, and how far each has come. The obligation itself is in event.owes, written
-- in the transaction of the event, so a report that returned OK has its actions on disk; these rows follow from it.
create table action (
  id          uuid primary key,               -- also the idempotency key at the partner
  position    bigint generated always as identity,
  stream      text not null,                  -- the event that owes it
  version     integer not null,
  tenant      text not null,
  partner     text not null,
  kind        text not null,                  -- block-handset, bar-sim, freeze …
  target      text not null,                  -- opaque; order is kept for each (partner, target)
  input       jsonb not null,                 -- references only: personal data stay in the vault
  due         timestamptz(3) not null default clock_timestamp(), -- when the dispatcher looks at it next (below)
  until       timestamptz(3),                 -- a hold's end, so that the partner lets it lapse by itself
  standing    boolean not null default false, -- stays open until its target reappears
  cancels     uuid,                           -- an undo names the action that it cancels
  state       text not null default 'owed' check
              (state in ('owed', 'acknowledged', 'refused', 'cancelled', 'lapsed', 'not-sent', 'dead', 'given-up')),
  claimed_by  text,                           -- the dispatcher that carries it now; its claim ends at `due`
  held        boolean not null default false, -- waits for an earlier action on the same target
  signalled   boolean not null default false, -- its target reappeared while it was being carried
  attempts    integer not null default 0,     -- times sent: 0 means that the partner never heard of it
  strikes     integer not null default 0,     -- answers that cannot be believed or understood
  trying_since timestamptz(3),                -- first sent; begins again when a person tries a dead action again
  facts       integer not null default 0,     -- events on its own stream action/<id>
  last_error  text,
  answered_at timestamptz(3)
) with (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_cost_delay = 0);

-- `due` is the one clock of the queue: owed from then, claimed until then, backing off until then, held until then at
-- the latest, and 'infinity' for a standing order that waits for its signal. So one index finds all work, a claim that
-- ends is found like any other, and what waits costs nothing (docs/adr/0007).
create index action_owed on action (partner, due) where state = 'owed';
create index action_order on action (partner, target, position) where state = 'owed';
create index action_undo on action (cancels) where state = 'owed' and cancels is not null;
create index action_of_event on action (stream, version);
create index action_dead on action (answered_at) where state = 'dead';

grant select, insert, update on action to ringback_server;
