-- Tasks that intelligence gave rise to (docs/adr/0037): a view of the ledger, which holds no place of them.
create table task (
  task         uuid primary key,
  kind         text not null,            -- patrol, visit, search, operation
  source       text not null,            -- a pattern's name, or venue, dealer, traces
  finding      uuid,                     -- of a pattern
  dealer       text,                     -- whom to visit
  counted      integer not null,         -- thefts or phones that speak for it
  usual_tenths integer not null,         -- how many would be usual, in tenths
  stake_tenths integer not null,         -- phones at stake while it stands, in tenths
  raised_at    timestamptz(3) not null,
  until        timestamptz(3) not null,
  team         text,                     -- handed on to this role
  taken_by     text,                     -- the organisation that has it
  officer      text,                     -- and who of it, as the ledger writes them
  taken_at     timestamptz(3),
  ended_at     timestamptz(3),
  result       text,                     -- done: what came of it
  reason       text                      -- put aside: why
);
create index task_raised on task (raised_at);

-- Where a task is that no pattern has placed, and of whom: demo organisations, or all others. Places of traces are forgotten.
create table task_place (
  task     uuid primary key,
  demo     boolean not null,
  source   text not null,
  easting  integer,                      -- south-west corner of its square, British National Grid
  northing integer
);

-- Squares to which makers traced stolen phones, with the owners' consent of before. The id is random: whose it is is in the vault.
create table traced_square (
  id       uuid primary key,
  tenant   text not null,
  easting  integer not null,
  northing integer not null,
  at       timestamptz(3) not null       -- the full hour in which it was traced last
);
create index traced_square_at on traced_square (at);

-- Which dealers stolen phones were checked at lately is asked every few seconds.
create index case_sighting_how on case_sighting (how, at);
grant select, insert, update, delete on task, task_place, traced_square to ringback_server;
