-- Who keeps an owner's mail, crypto and digital identity, named before the theft (B28, B60): they are asked as soon as it is
-- reported and proved. Providers only, as in a case: never an account or an address.
alter table enrolment
  add column mail       text[] not null default '{}',
  add column exchanges  text[] not null default '{}',
  add column identities text[] not null default '{}';

-- Where somebody can complain of what was done with their number: the force's own desk, who oversees the police, who oversees
-- data. Set by whoever runs this copy (`ringback complaints`), in the order in which they are shown; nothing is made up.
create table complaint_desk (
  place   integer primary key check (place between 1 and 9),
  about   text not null,
  name    text not null,
  contact text not null
);
grant select on complaint_desk to ringback_server;
