-- When the hour of a theft was told: a week ago is compared with today as it was known at that hour of its day (docs/adr/0030).
-- Of rows from before nobody knows: as if told with the report.
alter table theft_cell add column hour_told timestamptz(3); -- the full hour in which `happened` was told; null where it is
update theft_cell set hour_told = at where happened is not null;
alter table theft_cell add constraint theft_cell_hour_told check ((happened is null) = (hour_told is null));
