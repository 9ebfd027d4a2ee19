-- Deciles of deprivation by LSOA of 2021, 1 the most deprived, as whoever runs a copy has read in (ringback import deprivation).
create table deprivation (
  lsoa   text primary key check (lsoa ~ '^E01[0-9]{6}$'),
  decile smallint not null check (decile between 1 and 10)
);
grant select, insert, update, delete on deprivation to ringback_server;
