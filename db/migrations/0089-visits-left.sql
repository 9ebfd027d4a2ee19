-- A visit that somebody ended on a borrowed phone: what its history could send again opens nothing. A random id, and nothing of whose
-- it was; gone when no form of that visit would be good any more.
create table visit_left (
  visit text primary key,
  until timestamptz(3) not null
);
grant select, insert, delete on visit_left to ringback_server;
