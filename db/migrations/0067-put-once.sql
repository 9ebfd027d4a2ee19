-- One value, one reference, in one round trip: each report begins with the number that somebody typed. Whoever brings a value
-- that another brings at this moment waits for that one, and then finds what it put; who asks for a known one waits for nobody.
create function put_once(
  given_subject uuid, given_kek text, given_key bytea, given_class text, given_ref text,
  given_nonce bytea, given_sealed bytea, given_review timestamptz, given_at timestamptz, given_mac bytea, lock bigint
) returns table (ref text, subject uuid) language plpgsql as $$
begin
  return query select i.ref, i.subject from vault_index i
    where i.class = given_class and i.mac = given_mac order by i.ref limit 1;
  if found then return; end if;
  perform pg_advisory_xact_lock(lock);
  return query select i.ref, i.subject from vault_index i
    where i.class = given_class and i.mac = given_mac order by i.ref limit 1;
  if found then return; end if;
  if given_kek is not null then
    insert into vault_subject (subject, kek, wrapped_key, created_at)
      values (given_subject, given_kek, given_key, given_at);
  end if;
  insert into vault_record (ref, subject, class, nonce, sealed, review_at, created_at)
    values (given_ref, given_subject, given_class, given_nonce, given_sealed, given_review, given_at);
  insert into vault_index (ref, subject, class, mac) values (given_ref, given_subject, given_class, given_mac);
  return query select given_ref, given_subject;
end
$$;
