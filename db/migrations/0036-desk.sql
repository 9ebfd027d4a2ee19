-- The queue of those who handle cases: what waits on each case, each with its time (docs/adr/0025). Both tables are one view.
create table desk_case (
  case_id uuid primary key,
  owner   text not null,             -- the organisation whose staff handle it
  proved  boolean not null,          -- somebody has shown more than a number
  officer text                       -- the opaque id of who looks after it
);
create index desk_case_officer on desk_case (owner, officer) where officer is not null;

create table desk_item (
  item    text primary key,          -- message/<case>, doubt/<case>/<conflict>, failure/<action> …
  case_id uuid not null,
  owner   text not null,
  sort    text not null,
  since   timestamptz(3) not null,
  due     timestamptz(3) not null,
  warn_at timestamptz(3),            -- when a person is warned; null once they were, or where nobody need be
  miss_at timestamptz(3)             -- when it counts as missed; null once it was counted
);
-- A page of the queue is a walk along this one, from where the page before ended.
create index desk_item_by_clock on desk_item (owner, due, item);
create index desk_item_written on desk_item (owner, since) where sort in ('message', 'challenge', 'failure');
create index desk_item_of_case on desk_item (case_id);
create index desk_item_warn on desk_item (warn_at) where warn_at is not null;
create index desk_item_miss on desk_item (miss_at) where miss_at is not null;

-- How each thing that was owed to a victim ended: in time, or not. For the figures of the unit.
create table desk_done (
  item    text not null,
  due     timestamptz(3) not null,
  owner   text not null,
  sort    text not null,
  since   timestamptz(3) not null,
  done_at timestamptz(3) not null,
  missed  boolean not null,          -- its time had run out, as the record says (victims.clock-missed)
  primary key (item, since)
);
create index desk_done_lately on desk_done (owner, done_at);

grant select, insert, update, delete on desk_case, desk_item, desk_done to ringback_server;
