-- Who the partners are (data, one row each: many partners may keep one contract), the keys they sign with, and every
-- signed receipt as it came.
create table partner (
  slug        text primary key check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  name        text not null,                  -- as people read it on a case page
  sort        text not null check (sort in ('operator', 'bank', 'maker', 'gateway', 'force')),
  connector   text not null,                  -- the file in src/partners/connectors that speaks its contract
  config      jsonb not null,                 -- base URL, client id …: parsed by the connector; never a secret
  timeout_ms  integer not null default 5000 check (timeout_ms between 50 and 60000), -- the whole call
  concurrency integer not null default 8 check (concurrency between 1 and 256),
  paused      boolean not null default false, -- by a person: nothing is sent, all stays owed
  demo        boolean not null default false  -- a pretend partner: never called where demo is not allowed
);

-- Keys are never deleted: a receipt must verify for as long as it is kept.
create table partner_key (
  partner     text not null references partner,
  kid         text not null,
  public_key  text not null,                  -- Ed25519, the x of its JWK (RFC 8037)
  valid_from  timestamptz(3) not null,
  valid_until timestamptz(3),
  primary key (partner, kid)
);

-- Each receipt verbatim. Several for one action are kept; only the first answer counts.
create table receipt (
  action      uuid not null,
  partner     text not null,
  jws         text not null check (length(jws) <= 2000),
  kid         text not null,
  outcome     text not null check (outcome in ('acknowledged', 'refused')),
  at          timestamptz(3) not null,        -- by the partner's clock
  received_at timestamptz(3) not null default clock_timestamp(),
  primary key (action, jws)
);

create trigger receipt_append_only before update or delete or truncate on receipt
  for each statement execute function refuse_change();

grant select on partner, partner_key to ringback_server;
grant select, insert on receipt to ringback_server;
