-- Wrong tries of a case code, by the vault's blind form of the code, so that this tells nobody a code. A code that does
-- not exist is counted like one that does. Rows are worthless after their hour.
create table access_try (
  code  text primary key,
  tries integer not null,
  until timestamptz(3) not null
);
create index access_try_over on access_try (until);
grant select, insert, update, delete on access_try to ringback_server;
