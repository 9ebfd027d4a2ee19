-- Geofences that follow the list of hotspots: of which zones a fence is one, of which borough, and how many of its list's first squares.
alter table geofence add column zones uuid, add column borough text, add column first_squares smallint;
create index geofence_zones on geofence (zones) where retired is null;
