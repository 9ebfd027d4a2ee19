-- Which case or handset names an IMEI key. Not unique: several that name one key are what must never be overlooked.
create table imei_claim (
  imei_key text not null check (imei_key ~ '^[0-9]{14}$'),
  claim    text not null check (claim ~ '^(case|handset)/[0-9a-f-]{36}$'),
  primary key (imei_key, claim)
);
create index imei_claim_of on imei_claim (claim);

-- What was reported or registered before this table was.
insert into imei_claim
  select unnest(imei_keys), 'case/' || case_id from theft_case where ended is null or ended = 'no-lead-left'
  union select imei_key, 'handset/' || handset from imei_handset
  union select left(unnest(imeis), 14), 'handset/' || handset from enrolment;

-- A case reported by number may name the handset and no IMEI.
create index theft_case_handset on theft_case (handset) where handset is not null;

-- One row a seized handset.
create table exhibit (
  exhibit     uuid primary key,
  tenant      text not null,
  label       text,             -- what stands on the bag
  imei_keys   text[] not null,
  power       text not null,
  officer     text not null,    -- an opaque id
  tray        uuid,
  case_id     uuid,
  held_by     text not null,
  seized_at   timestamptz(3) not null,
  returned_at timestamptz(3)
);
create index exhibit_imei on exhibit using gin (imei_keys);
create index exhibit_of_tenant on exhibit (tenant, seized_at desc);

-- A tray as it was read: a bulk reading, with one ledger fact a tray. Rows go after 28 days (job forget-trays).
create table tray (
  tray       uuid primary key,
  tenant     text not null,
  sha256     text not null,
  scanned_at timestamptz(3) not null
);
create index tray_at on tray (scanned_at);
create table tray_row (
  tray      uuid not null references tray on delete cascade,
  line      integer not null,
  label     text,
  imeis     text[] not null,
  state     text not null check (state in ('matched', 'ambiguous', 'unknown', 'unreadable')),
  why       text,
  case_id   uuid,
  handset   uuid,
  exhibit   uuid,             -- the exhibit that it is already
  primary key (tray, line)
);

grant select, insert, update, delete on imei_claim, exhibit, tray, tray_row to ringback_server;
