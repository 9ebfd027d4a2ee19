-- A check by somebody about to buy, for the moment until a job has told the case of it. Every check writes one row, so that
-- none takes longer; the row of a phone that is in no case holds nothing of that phone, and none of who asked.
create table buyer_check (
  id     bigint generated always as identity primary key,
  answer text not null,
  cases  uuid[] not null
);
grant select, insert, delete on buyer_check to ringback_server;

-- How many handsets an organisation may ask about, however they are packed into calls. Without a row: the usual allowance
-- (src/http/allowance.ts).
create table handset_allowance (
  organisation text primary key references organisation,
  per_minute   integer not null check (per_minute >= 1000), -- one whole batch
  per_day      integer not null check (per_day >= per_minute)
);

-- How many it has asked about, each day by UTC. Of which ones nothing is kept.
create table handset_asked (
  organisation text not null,
  day          date not null,
  handsets     bigint not null,
  primary key (organisation, day)
);

grant select on handset_allowance to ringback_server;
grant select, insert, update, delete on handset_asked to ringback_server;

-- What owners call their phones, by type allocation code: lists end in 2018. One voice an owner, who has proved the number
-- (the reference of it). A quorum of them teaches a name (src/modules/register/learn-model.ts).
create table model_said (
  tac   text not null,
  line  text not null,
  model text not null,
  at    timestamptz(3) not null,
  primary key (tac, line)
);
grant select, insert, update on model_said to ringback_server;
