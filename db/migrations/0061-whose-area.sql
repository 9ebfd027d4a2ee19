-- Whose area: which force handles a theft that the map counts, in which boroughs a council writes down its works, and which vault
-- record of a plain-clothes unit its code opens now.

-- The handling force, as of any report; null where it is the organisation that the theft was recorded for.
alter table theft_cell add column force text;
-- Which case a row belongs to is in the vault alone. Where one force handled all cases of an organisation, it handled these.
update theft_cell set force = one.force from (
  select tenant, min(force) as force from theft_case
  group by tenant having count(distinct force) = 1 and count(*) = count(force)
) one where one.tenant = theft_cell.tenant and one.force <> theft_cell.tenant;

create table organisation_borough (
  organisation text not null references organisation,
  borough      text not null,             -- as the published figures name it
  primary key (organisation, borough)
);
grant select on organisation_borough to ringback_server;

-- A lost code is replaced: the one before it opens another record of the unit, and that one counts no longer.
create table covert_unit (
  plan   uuid not null,
  unit   integer not null,
  sealed text not null,                   -- vault reference
  until  timestamptz(3) not null,
  primary key (plan, unit)
);
create index covert_unit_until on covert_unit (until);
grant select, insert, update, delete on covert_unit to ringback_server;
