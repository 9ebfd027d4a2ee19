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

-- What buyers in good faith have told, and by when each has an answer.
create table case_claim (
  claim       text primary key,      -- vault reference: what they said
  case_id     uuid not null,
  made_at     timestamptz(3) not null,
  due         timestamptz(3) not null,
  answered_at timestamptz(3),
  outcome     text                   -- freed, stays, returned
);
create index case_claim_of on case_claim (case_id);
create index case_claim_due on case_claim (due) where answered_at is null;

grant select, insert, update, delete on case_proof, case_claim to ringback_server;
