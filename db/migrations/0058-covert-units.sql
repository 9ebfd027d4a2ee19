-- The vault record of the plain-clothes unit that an officer on duty has joined: its tour, and no other. It goes with the shift.
alter table duty add column sealed text;
create index duty_sealed on duty (sealed) where sealed is not null;
