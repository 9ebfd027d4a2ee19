-- A pretend gateway signs no receipts and calls us with a bearer token of its own: it has no key to register.
create or replace function register_pretend_partner(slug text, name text, sort text, connector text, config jsonb, kid text, public_key text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into organisation values ($1, $2, $3, true) on conflict do nothing;
  if not (select demo from organisation where organisation.slug = $1) then
    raise exception '% is a real organisation: a simulator may not take its place', $1 using errcode = 'insufficient_privilege';
  end if;
  insert into partner values ($1, $4, $5)
    on conflict on constraint partner_pkey do update set connector = excluded.connector, config = excluded.config;
  if $6 is not null then
    update partner_key set valid_until = clock_timestamp()
      where partner = $1 and partner_key.kid <> $6 and valid_until is null;
    insert into partner_key values ($1, $6, $7) on conflict do nothing;
    insert into partner_client (client_id, organisation) values ('pretend-' || $1, $1) on conflict do nothing;
  end if;
  perform pg_notify('partner', '');
end $$;
