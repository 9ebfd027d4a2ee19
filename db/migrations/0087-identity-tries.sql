-- How often the network of a number was asked who somebody is: by one sender, and in all. Forgotten after a day.
create table identity_try (
  subject text primary key,
  tries   integer not null,
  since   timestamptz(3) not null
);
create index identity_try_over on identity_try (since);
grant select, insert, update, delete on identity_try to ringback_server;
