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

-- Lets the server's role register pretend partners, and only those: the simulators run without the owner's rights, make
-- new keys at each start, and a server in the wrong hands must not be able to give a real partner another key.
create function register_pretend_partner(slug text, name text, sort text, connector text, config jsonb, kid text, public_key text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into organisation values ($1, $2, $3, true) on conflict do nothing;
  if not (select demo from organisation where organisation.slug = $1) then
    raise exception '% is a real organisation: a simulator may not take its place', $1 using errcode = 'insufficient_privilege';
  end if;
  insert into partner values ($1, $4, $5)
    on conflict on constraint partner_pkey do update set connector = excluded.connector, config = excluded.config;
  update partner_key set valid_until = clock_timestamp()
    where partner = $1 and partner_key.kid <> $6 and valid_until is null;
  insert into partner_key values ($1, $6, $7) on conflict do nothing;
  perform pg_notify('partner', '');
end $$;
revoke execute on function register_pretend_partner from public;
grant execute on function register_pretend_partner to ringback_server;
