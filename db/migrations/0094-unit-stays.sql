-- Officers who walk as one unit are at a stop once, and two stays of theirs that meet are one. Which stays of a unit have been written down,
-- while one of its officers is on duty: a unit and a place, no officer. Nothing of plain clothes, where a unit is one officer.
create table unit_stay (
  visit    uuid primary key,            -- the row of patrol_visit or square_visit that it stands in
  plan     uuid not null,
  unit     integer not null,
  place    text not null,               -- a fence, or the corner of a square
  entered  timestamptz(3) not null,
  left_at  timestamptz(3) not null,
  until    timestamptz(3) not null      -- the latest that it is deleted
);
create index unit_stay_unit on unit_stay (plan, unit, place);

grant select, insert, delete on unit_stay to ringback_server;
