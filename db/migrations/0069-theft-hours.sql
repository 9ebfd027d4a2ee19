-- The hour of a theft is not that of its report: many report the next day. `at` stays the full hour of the report.
alter table theft_cell add column happened timestamptz(3); -- the full hour of the theft; null where nobody said it
