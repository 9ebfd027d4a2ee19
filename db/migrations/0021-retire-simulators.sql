-- A pretend partner whose simulator is gone would be owed every report for ever. So it is known which partners are kept by a
-- simulator (not those that a developer connected by hand, though on a demo they are pretend too), and those that were not
-- started are taken out of service. What is owed to them stays as it is: a fact is not undone because nobody listens.
alter table partner add column simulated boolean not null default false;

update partner set simulated = true from organisation
  where organisation.slug = partner.slug and organisation.demo
    and (partner.connector in ('notify', 'smtp', 'web-push')
      or exists (select from partner_client where client_id = 'pretend-' || partner.slug));

create or replace function register_pretend_partner(slug text, name text, sort text, connector text, config jsonb, kid text, public_key text)
returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into organisation values ($1, $2, $3, true) on conflict do nothing;
  if not (select demo from organisation where organisation.slug = $1) then
    raise exception '% is a real organisation: a simulator may not take its place', $1 using errcode = 'insufficient_privilege';
  end if;
  insert into partner (slug, connector, config, simulated) values ($1, $4, $5, true)
    on conflict on constraint partner_pkey do update
      set connector = excluded.connector, config = excluded.config, simulated = true;
  if $6 is not null then
    update partner_key set valid_until = clock_timestamp()
      where partner = $1 and partner_key.kid <> $6 and valid_until is null;
    insert into partner_key values ($1, $6, $7) on conflict do nothing;
    insert into partner_client (client_id, organisation) values ('pretend-' || $1, $1) on conflict do nothing;
  end if;
  perform pg_notify('partner', '');
end $$;

-- Takes out of service whatever simulated partner is not among those that run. A real one is never touched, whatever is given.
create function retire_pretend_partners(running text[])
returns setof text language plpgsql security definer set search_path = public, pg_temp as $$
begin
  return query
    delete from partner using organisation
      where organisation.slug = partner.slug and organisation.demo and partner.simulated and partner.slug <> all(running)
      returning partner.slug;
  perform pg_notify('partner', '');
end $$;
revoke execute on function retire_pretend_partners from public;
grant execute on function retire_pretend_partners to ringback_server;
