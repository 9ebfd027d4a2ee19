-- Each stay of an officer in a square is counted once, whatever fences lie over it; what is told of a fence holds no place and no
-- time any more; and all of it goes some day (docs/adr/0031, src/lib/kept.ts).
create table square_visit (
  id        uuid primary key,
  tenant    text not null,
  easting   integer not null,           -- of a square of 150 m: its south-west corner, as in theft_cell
  northing  integer not null,
  entered   timestamptz(3) not null,    -- the full minute
  seconds   integer not null check (seconds > 0)
);
create index square_visit_entered on square_visit (entered);

-- Of the time before it cannot be told whether two rows are one officer in two fences: what began in one square in one minute is
-- taken for one. Fences larger than a square told nothing of the square in their middle.
insert into square_visit
  select distinct on (visit.tenant, easting, northing, entered) id, visit.tenant, easting, northing, entered, seconds
  from patrol_visit visit join geofence using (fence)
  where not covert and east - west <= 150 and north - south <= 150
  order by visit.tenant, easting, northing, entered, seconds desc;

drop view visible_patrol_visit;
alter table patrol_visit add column until date;  -- the day on which it is deleted
update patrol_visit set until = (entered + case when covert then interval '28 days' else interval '730 days' end)::date;
-- A plain-clothes officer was seen in the fences of others too: nobody needs it, and it tells where they were.
delete from patrol_visit using geofence where covert and geofence.fence = patrol_visit.fence;
alter table patrol_visit alter column until set not null, drop column easting, drop column northing, drop column entered;
create index patrol_visit_fence on patrol_visit (fence);
create index patrol_visit_until on patrol_visit (until);
create view visible_patrol_visit as select id, tenant, fence, seconds from patrol_visit where not covert;

-- Holds three minutes, in a shape that is no longer read.
delete from patrol_walk;

grant select, insert, update, delete on square_visit to ringback_server;
grant select on visible_patrol_visit to ringback_server;
