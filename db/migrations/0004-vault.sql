-- The vault: personal data by reference. The ledger and every view hold references (v_…) only, so that erasing a
-- person destroys a key here and changes no fact there (docs/adr/0004).

-- A person or body whose data we hold. Without its wrapped key nothing sealed under it opens again, in any copy.
create table vault_subject (
  subject     uuid primary key,
  kek         text not null,   -- id of the key-encryption key that wrapped the key of this subject
  wrapped_key bytea,           -- AES-256-GCM: nonce, 32-byte key, tag; null once erased
  created_at  timestamptz(3) not null,
  erased_at   timestamptz(3),
  check ((erased_at is null) = (wrapped_key is not null))
);

-- Start check and rotation ask which key-encryption keys are still in use.
create index vault_subject_kek on vault_subject (kek) where erased_at is null;

create table vault_record (
  ref        text primary key check (ref ~ '^v_[A-Za-z0-9_-]{22}$'),
  subject    uuid not null references vault_subject,
  class      text not null,
  nonce      bytea,
  sealed     bytea,            -- ciphertext and tag; null once erased
  review_at  timestamptz(3) not null,
  created_at timestamptz(3) not null,
  check ((sealed is null) = (nonce is null))
);

create index vault_record_subject on vault_record (subject);
create index vault_record_review on vault_record (review_at) where sealed is not null;

-- Finding a record by value (a number, an e-mail address) without storing the value: HMAC-SHA256 under the index key.
create table vault_index (
  class   text not null,
  mac     bytea not null check (octet_length(mac) = 32),
  ref     text not null references vault_record,
  subject uuid not null references vault_subject,
  primary key (class, mac, ref)
);

create index vault_index_subject on vault_index (subject);

-- The one index key, wrapped like a subject's. Rotation re-wraps it; it never changes, or nothing would be found.
create table vault_index_key (
  singleton   boolean primary key default true check (singleton),
  kek         text not null,
  wrapped_key bytea not null
);

-- An erased record stays erased, and what was sealed is never swapped for something else.
create function refuse_vault_rewrite() returns trigger language plpgsql as $$
begin
  if new.sealed is not null and (new.sealed, new.nonce) is distinct from (old.sealed, old.nonce) then
    raise exception 'a vault record is never rewritten: put a new one' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;

create trigger vault_record_sealed_once before update on vault_record
  for each row execute function refuse_vault_rewrite();

grant select, insert on vault_subject, vault_record, vault_index_key to ringback_server;
grant update (kek, wrapped_key, erased_at) on vault_subject to ringback_server;
grant update (nonce, sealed, review_at) on vault_record to ringback_server;
grant update (kek, wrapped_key) on vault_index_key to ringback_server;
grant select, insert, delete on vault_index to ringback_server;

-- A restore that has begun and not finished: nothing serves from such a database.
create table restore_state (
  singleton   boolean primary key default true check (singleton),
  began_at    timestamptz(3) not null,
  finished_at timestamptz(3)   -- set only after erasures are replayed and the ledger verifies
);

grant select on restore_state to ringback_server;
