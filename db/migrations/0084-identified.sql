-- Whether police knew of somebody for a theft (docs/adr/0037). When, and whom, is with the case and not here.
alter table theft_cell add column identified boolean not null default false;
