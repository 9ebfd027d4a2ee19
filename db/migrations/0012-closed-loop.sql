-- Which case a stolen number (by vault reference) or handset (by IMEI key) is in. One theft, one case.
create table open_case (
  subject text primary key,
  case_id uuid not null,
  until   timestamptz(3)  -- when the report lapses by itself; null: it does not
);
create index open_case_of on open_case (case_id);

-- From when on a held handset counts as clear again by itself.
alter table imei_status add column until timestamptz(3);
create index imei_status_case on imei_status (case_id) where case_id is not null;

-- What a reaction failed at: tried again by itself, then put before a person, while the reaction goes on with the next event.
create table reaction_retry (
  reaction text not null,
  event_id bigint not null,
  tries    integer not null,
  due      timestamptz(3),        -- null: given up, for a person
  primary key (reaction, event_id)
);
create index reaction_retry_due on reaction_retry (reaction, due) where due is not null;

grant select, insert, update, delete on open_case, reaction_retry to ringback_server;

-- What an owner prepared before a theft, by the vault reference of the number.
create table enrolment (
  line       text primary key,
  handset    uuid not null,
  owner      text not null,
  imeis      text[] not null,
  operator   text,
  maker      text,
  banks      text[] not null,
  contacts   text[] not null,
  trusted    text[] not null,
  may_locate boolean not null,
  at         timestamptz(3) not null
);
create index enrolment_handset on enrolment (handset);
grant select, insert, update, delete on enrolment to ringback_server;

-- One row a case, for queues, lists and figures.
create table theft_case (
  case_id   uuid primary key,
  tenant    text not null,        -- the organisation that its first fact was recorded for
  force     text,                 -- the force that handles it
  channel   text not null,
  method    text not null,
  means     text not null,
  level     smallint not null,
  until     timestamptz(3),
  safe_mode boolean not null,
  line      text,                 -- vault references: number and place
  place     text,
  handset   uuid,
  imei_keys text[] not null,
  conflicts text[] not null,
  ended     text,
  opened_at timestamptz(3) not null
);
create index theft_case_of_force on theft_case (force, opened_at desc);
create index theft_case_line on theft_case (line) where line is not null;
create index theft_case_imei on theft_case using gin (imei_keys);
grant select, insert, update, delete on theft_case to ringback_server;

-- A pretend partner proves itself to our token endpoint by the key that it signs receipts with: no secret is made or kept.
create or replace function register_pretend_partner(slug text, name text, sort text, connector text, config jsonb, kid text, public_key text)
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
  insert into partner_client (client_id, organisation) values ('pretend-' || $1, $1) on conflict do nothing;
  perform pg_notify('partner', '');
end $$;
