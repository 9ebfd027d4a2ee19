-- How we reach each partner (data, one row each: many partners may keep one contract), and every signed receipt as it
-- came. Its name, sort and keys stand with the organisation (0006).
create table partner (
  slug        text primary key references organisation,
  connector   text not null,                  -- the file in src/partners/connectors that speaks its contract
  config      jsonb not null,                 -- base URL, client id …: parsed by the connector; never a secret
  timeout_ms  integer not null default 5000 check (timeout_ms between 50 and 60000), -- the whole call
  concurrency integer not null default 8 check (concurrency between 1 and 256),
  paused      boolean not null default false  -- by a person: nothing is sent, all stays owed
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

grant select on partner to ringback_server;
grant select, insert on receipt to ringback_server;
