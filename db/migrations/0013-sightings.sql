-- What operators and makers say they saw: bulk readings, one ledger fact a batch. `ref` is the hash of their own id.
create table sighting_reading (
  partner  text not null,
  ref      text not null check (ref ~ '^[0-9a-f]{64}$'),
  sighting uuid not null,
  batch    uuid not null,
  imei_key text not null check (imei_key ~ '^[0-9]{14}$'),
  how      text not null,
  country  text not null check (country ~ '^[A-Z]{2}$'),
  at       timestamptz(3) not null,
  received_at timestamptz(3) not null default clock_timestamp(),
  primary key (partner, ref)
);
create index sighting_reading_batch on sighting_reading (batch);
create index sighting_reading_received on sighting_reading (received_at);

-- One row a sighting that is on a case.
create table case_sighting (
  sighting uuid primary key,
  case_id  uuid not null,
  how      text not null,
  country  text not null,
  at       timestamptz(3) not null,  -- when it was seen
  seen_by  text not null,            -- the organisation that saw it
  noted_at timestamptz(3) not null   -- when it came to the case
);
create index case_sighting_of on case_sighting (case_id, at desc);

grant select, insert, delete on sighting_reading to ringback_server;
grant select, insert, update, delete on case_sighting to ringback_server;
