-- How they got away, where the victim said it: one of a few words (modules/reports/vehicles.ts). The ledger does not know it, so that
-- it leads from no row of this table to a case (docs/adr/0030).
alter table theft_cell add column vehicle text;
