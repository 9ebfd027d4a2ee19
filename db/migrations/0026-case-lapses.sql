-- Whose stops end by themselves next: their victims are told before and when they do.
create index theft_case_lapses on theft_case (until) where level > 0 and ended is null;
