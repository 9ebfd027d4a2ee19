-- Which network has a ported number, as a case has taught it (docs/adr/0034): asked first in the next case. By vault reference.
create table line_network (
  line    text primary key,
  network text not null
);
grant select, insert, update, delete on line_network to ringback_server;

-- Nothing ever wrote it.
alter table enrolment drop column operator;
