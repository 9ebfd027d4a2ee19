-- Device-level truth (docs/adr/0019).

-- Who says of which number that it is on their phone, also where the register refused it: what clones are known by.
create table imei_owner (
  imei_key text not null check (imei_key ~ '^[0-9]{14}$'),
  claimant text not null,            -- vault reference: the line or the owner
  handset  uuid,                     -- null: another phone than the one that the register has it on
  proved   boolean not null,
  at       timestamptz(3) not null,
  primary key (imei_key, claimant)
);
create index imei_owner_of on imei_owner (handset);
create index sighting_reading_key on sighting_reading (imei_key, at desc);

-- Why a number is thought to be on two phones.
alter table case_conflict add column signs text[] not null default '{}';

-- Whoever is refused though they did nothing wrong, and what a person decided.
create table case_appeal (
  appeal     uuid primary key,
  case_id    uuid not null,
  claim      text not null,          -- vault reference: what they say
  line       text not null,          -- vault reference: the line that they use the phone with
  made_at    timestamptz(3) not null,
  decided_at timestamptz(3),
  granted    boolean,
  reason     text
);
create index case_appeal_of on case_appeal (case_id);

-- What stands beside the list for operators, in one order: each operator's numbers are counted from it.
create table list_exception (
  no       bigint primary key,
  operator text,                     -- null: for all
  source   text not null,            -- case/… or rule/…
  about    text not null,            -- sim/KEY/MARK, tac/TAC, range/FROM-TO
  says     text not null,            -- the whole new state; empty: nothing any more
  seq      bigint not null           -- the sealed entry that brought it about
);
create index list_exception_source on list_exception (source);
create index list_exception_operator on list_exception (operator, no);

grant select, insert, update, delete on imei_owner, case_appeal, list_exception to ringback_server;
