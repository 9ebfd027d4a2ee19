-- What the rolling back-test says of the learned model on the published thefts that are here (docs/adr/0030): one row for each month
-- that it was tried for. Made by `ringback forecast`, never while somebody waits, and good for one reading of the thefts alone.
create table theft_forecast (
  month   text primary key,           -- the month that is foretold, such as 2019-09
  reading bigint not null,            -- published_reading.number that it was made of
  made_at timestamptz(3) not null,
  seconds real not null,              -- what this month's forecast took, with all that was found out for it
  release jsonb not null,             -- used or not, gain, interval, periods: src/lib/forecast/release.ts
  listed  bytea,                      -- where it is used: of each square of London what its list is ordered by (float4)
  shares  bytea                       -- and the share of all thefts that is expected in it (float4)
);
grant select, insert, update, delete on theft_forecast to ringback_server;
