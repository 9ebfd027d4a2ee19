-- Who keeps an owner's mail, crypto and digital identity, named before the theft (B28, B60): they are asked as soon as it is
-- reported and proved. Providers only, as in a case: never an account or an address.
alter table enrolment
  add column mail       text[] not null default '{}',
  add column exchanges  text[] not null default '{}',
  add column identities text[] not null default '{}';
