-- What a reaction could not do is tried until it can: stops, undos and returns hang on it. A person is told after ten tries.
update reaction_retry set due = now() where due is null;
alter table reaction_retry alter column due set not null;
