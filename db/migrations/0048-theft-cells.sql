-- Thefts by square of 150 m and hour, for patrol. The id is random: which case it belongs to is in the vault alone.
create table theft_cell (
  id              uuid primary key,
  tenant          text not null,              -- the organisation it was recorded for: demos are counted apart
  easting         integer not null,           -- south-west corner, British National Grid
  northing        integer not null,
  accuracy_metres integer not null,           -- of the place that was told
  at              timestamptz(3) not null,    -- the full hour of the report
  method          text not null,
  source          text not null check (source in ('victim', 'patrol')),
  proved          boolean not null,           -- a proof of level 2 or more was shown
  gone            boolean not null default false, -- the report was taken back, or its place is hidden now
  change          bigint not null             -- of the sequence below, new at each change: readers go on from the last they saw
);
create unique index theft_cell_change on theft_cell (change);
create sequence theft_cell_changes;
grant select, insert, update, delete on theft_cell to ringback_server;
grant usage on sequence theft_cell_changes to ringback_server;
