-- Every report asks who the partners are, and they change once a month. Whoever has read them before asks only whether this
-- version is still theirs. From a sequence: a change that is rolled back leaves no version that another change could bear.
create sequence party_version_seq;
create table party_version (version bigint primary key);
insert into party_version values (nextval('party_version_seq'));
grant select on party_version to ringback_server;

create function note_party_change() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update party_version set version = nextval('party_version_seq');
  return null;
end $$;
create trigger partner_noted after insert or update or delete or truncate on partner
  for each statement execute function note_party_change();
create trigger organisation_noted after insert or update or delete or truncate on organisation
  for each statement execute function note_party_change();
