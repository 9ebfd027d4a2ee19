-- Who is calling: organisations (tenants), staff sessions, and the credentials and keys of partners.
-- No personal data stands here: no name, e-mail or warrant number (docs/adr/0008).

-- A force, operator, bank … is a tenant. A demo organisation never enters published figures.
create table organisation (
  slug text primary key check (slug ~ '^[a-z][a-z0-9-]{1,62}$'),
  name text not null,
  sort text not null,                     -- force, operator, bank … (src/http/sign-in/organisation.ts)
  demo boolean not null default false,
  at   timestamptz(3) not null default clock_timestamp()
);

-- The opaque name under which a member of staff acts. It is random, so a published ledger cannot be turned back into
-- warrant numbers by trying them all; deleting the row cuts the last tie to the identity provider's subject.
create table staff (
  id           text primary key,
  subject_hash bytea not null unique,     -- SHA-256 of issuer and subject
  first_seen_at timestamptz(3) not null default clock_timestamp()
);

create table staff_session (
  id_hash      bytea primary key,         -- SHA-256 of the cookie; the cookie itself is never kept
  staff        text not null references staff on delete cascade,
  organisation text not null references organisation,
  roles        text[] not null check (cardinality(roles) > 0),
  purpose      text,                      -- chosen by the officer, carried into every audit line
  created_at   timestamptz(3) not null,
  seen_at      timestamptz(3) not null,
  expires_at   timestamptz(3) not null,
  ended_at     timestamptz(3)
);
create index staff_session_open on staff_session (staff) where ended_at is null;
create index staff_session_expiry on staff_session (expires_at);

-- Credentials with which a partner's machine asks for tokens. Rotation adds a row and lets the old one expire.
create table partner_client (
  client_id    text primary key,
  organisation text not null references organisation,
  secret_hash  text,                      -- scrypt$N$r$p$salt$hash; null: this client proves itself by its key only
  created_at   timestamptz(3) not null default clock_timestamp(),
  expires_at   timestamptz(3),
  revoked_at   timestamptz(3)
);
create index partner_client_organisation on partner_client (organisation);

-- Public keys with which a partner signs receipts and client assertions; `partner` is the organisation's slug. Keys are
-- never deleted: a receipt must verify for as long as it is kept, so a retired key only gets an end.
create table partner_key (
  partner     text not null,
  kid         text not null,
  public_key  text not null check (public_key ~ '^[A-Za-z0-9_-]{43}$'),  -- Ed25519, the x of its JWK (RFC 8037)
  valid_from  timestamptz(3) not null default clock_timestamp(),
  valid_until timestamptz(3),
  primary key (partner, kid)
);

-- Client assertions already used (RFC 7523 section 3 rule 7). Rows may go when the assertion has expired.
create table partner_assertion (
  jti_hash   bytea primary key,
  expires_at timestamptz(3) not null
);

grant select on organisation, partner_client, partner_key to ringback_server;
grant select, insert on staff to ringback_server;
grant select, insert, update, delete on staff_session to ringback_server;
grant select, insert, delete on partner_assertion to ringback_server;
