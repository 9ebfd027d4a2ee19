-- What an officer's device told later, after a time without a connection (docs/adr/0038). Both go with the shift.
-- From when until when the device was heard of, or told of later: milliseconds since 1970. What is in it is counted no second time.
alter table duty add column heard jsonb not null default '[]';
-- What was told later and has been taken, by the ids that the device gave.
alter table duty add column taken jsonb not null default '[]';
