-- One row an IMEI key and case: a second case on the same handset must not lift, or let lapse, what the first one says of it.
-- The row without a case says only that the register knows the handset.
alter table imei_status
  drop constraint imei_status_pkey,
  add constraint imei_status_of unique nulls not distinct (imei_key, case_id);

-- When a stop secret ends: a day after somebody enrolled the number anew. Null: nobody has.
alter table stop_secret add column until timestamptz(3);
