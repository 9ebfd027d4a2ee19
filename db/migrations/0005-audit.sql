-- Who looked at what, for which purpose (DPA 2018 s.62). Written in the transaction of the look, or the look is refused.
-- No personal data: the actor is opaque and the subject is a reference (case/…, handset/…, a vault reference).
create table audit (
  id      bigint generated always as identity primary key,
  at      timestamptz(3) not null default clock_timestamp(),
  tenant  text not null,  -- the organisation of the caller
  actor   text not null,  -- public, staff:…, partner:…; never a name
  purpose text not null,  -- of src/http/access/vocabulary.ts
  act     text not null check (act ~ '^[a-z]+(-[a-z]+)*$'),
  record  text not null,  -- the kind of record
  subject text not null check (length(subject) <= 200 and subject !~ '[0-9]{11}|[[:space:]@]'),  -- no number, IMEI, mail
  owner   text not null,  -- the organisation to which the record belongs
  request text not null   -- the request id, also in the log and in the reply's header
);

create index audit_subject on audit (subject, id);
create index audit_actor on audit (actor, id);

create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();

grant select, insert on audit to ringback_server;
