-- What patrols did: stays in geofences, by square of 150 m (docs/adr/0031). No officer, no unit and no way walked is in it.
create table patrol_visit (
  id        uuid primary key,
  tenant    text not null,              -- the force; demos are counted apart, by organisation.demo
  fence     uuid not null,              -- the geofence that was entered: of a plan's square, or a drawn one
  easting   integer not null,           -- of the square of 150 m of the fence's middle: its south-west corner, as in theft_cell
  northing  integer not null,
  entered   timestamptz(3) not null,    -- the full minute
  seconds   integer not null check (seconds > 0), -- what positions show; 0 < seconds, one visit a stay and officer
  covert    boolean not null            -- plain clothes: in no figure but those for who needs it
);
create index patrol_visit_entered on patrol_visit (entered);
create index patrol_visit_fence on patrol_visit (fence, entered);

-- What every page, file and figure reads: who reads this cannot learn of a plain-clothes officer by mistake.
create view visible_patrol_visit as
  select id, tenant, fence, easting, northing, entered, seconds from patrol_visit where not covert;

-- Where an officer on duty was last seen, and the fences that they are in now: what a visit is told from while it goes on. One
-- row an officer, always overwritten; it goes after three minutes without a position, and with the shift.
create table patrol_walk (
  shift  uuid primary key,
  tenant text not null,
  covert boolean not null,
  at     timestamptz(3) not null,
  state  jsonb not null
);
create index patrol_walk_at on patrol_walk (at);

grant select, insert, update, delete on patrol_visit, patrol_walk to ringback_server;
grant select on visible_patrol_visit to ringback_server;
