-- The partner has taken it and will do it later, such as a lock that waits for its handset. It does not hold back the undo
-- that cancels it: the partner knows which of the two came last.
alter table action add column taken boolean not null default false;
