-- A story that was answered and has twice as many thefts since is told anew: which one it goes on with.
alter table pattern_place add column follows uuid;
