-- Views of the register. They follow from events and can be rebuilt from nothing: ringback rebuild NAME.
create table imei_status (
  imei_key text primary key check (imei_key ~ '^[0-9]{14}$'),
  status   text not null check (status in ('clear', 'wait', 'stolen')),
  case_id  uuid
);

create table imei_handset (
  imei_key text primary key check (imei_key ~ '^[0-9]{14}$'),
  handset  uuid not null
);
create index imei_handset_of on imei_handset (handset);

-- Make and model by type allocation code: a bulk reading, with one ledger fact an import. Never a reason to refuse.
create table tac (
  tac          text primary key check (tac ~ '^[0-9]{8}$'),
  manufacturer text not null,
  model        text not null
);

-- When a person must look again at the IMEIs of a stream (ringback review).
create table imei_review (
  stream    text primary key,
  review_by timestamptz(3) not null
);
create index imei_review_due on imei_review (review_by);

grant select, insert, update, delete on imei_status, imei_handset, imei_review, tac to ringback_server;
