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
  -- No number, IMEI or mail address. One UUID in 128 holds eleven digits in a row, so whole ids are not judged.
  subject text not null check (length(subject) <= 200 and
    regexp_replace(subject, '\m[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\M', '', 'gi') !~ '[0-9]{11}|[[:space:]@]'),
  owner   text not null,  -- the organisation to which the record belongs
  request text not null   -- the request id, also in the log and in the reply's header
);

create index audit_subject on audit (subject, id);
create index audit_actor on audit (actor, id);

create trigger audit_append_only before update or delete or truncate on audit
  for each statement execute function refuse_change();

grant select, insert on audit to ringback_server;
