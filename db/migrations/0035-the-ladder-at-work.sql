-- The ladder at work (docs/adr/0024).

-- Papers that victims sent to show that a phone is theirs, and what a person found.
create table case_proof (
  proof      uuid primary key,
  case_id    uuid not null,
  paper      text not null,          -- receipt, box, contract
  document   text not null,          -- vault reference: a picture
  offered_at timestamptz(3) not null,
  judged_at  timestamptz(3),
  counts     boolean,
  reason     text
);
create index case_proof_of on case_proof (case_id);

grant select, insert, update, delete on case_proof to ringback_server;
