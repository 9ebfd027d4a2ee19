-- How often published thefts were changed: who keeps what they add up to reads it anew at another number. Sums of the rows do not
-- tell a list that was mended from the one before. One row, counted in the transaction that changes them, so that nobody sees
-- the number before the rows; and before the rows are locked, so that two imports wait for each other at one place.
create table published_reading (
  singleton boolean primary key default true check (singleton),
  number    bigint not null
);
insert into published_reading (number) values (0);

create function count_published_reading() returns trigger language plpgsql as $$
begin
  update published_reading set number = number + 1;
  return null;
end
$$;
create trigger theft_point_reading before insert or update or delete or truncate on theft_point
  for each statement execute function count_published_reading();
create trigger street_crime_reading before insert or update or delete or truncate on street_crime
  for each statement execute function count_published_reading();

grant select, update on published_reading to ringback_server;
