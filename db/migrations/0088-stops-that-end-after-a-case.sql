-- Whose stops end by themselves is asked every two seconds, also of cases that ended and lifted nothing.
create index theft_case_stops_end on theft_case (until) where level > 0 and (ended is null or ended = 'no-lead-left');
drop index theft_case_lapses;
