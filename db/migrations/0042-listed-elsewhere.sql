-- What networks do with a handset although no case here says so: another register's list, or a rule (docs/adr/0019).

-- Of a row of a tray, in words, as it was when the tray was scanned; null: nothing.
alter table tray_row add column networks text;

-- Whoever is refused by such a list or rule though they did nothing wrong, and what a person decided.
create table list_appeal (
  appeal     uuid primary key,
  owner      text not null,          -- the organisation whose staff decide: the keeper where it works here, else the unit that was asked
  keepers    text[] not null,        -- whose lists and rules stopped it then
  claim      text not null,          -- vault reference: what they say
  handset    text not null,          -- vault reference: the phone's numbers
  line       text not null,          -- vault reference: the line that they use the phone with
  made_at    timestamptz(3) not null,
  decided_at timestamptz(3),
  granted    boolean,
  reason     text
);
create index list_appeal_waiting on list_appeal (owner, made_at) where decided_at is null;
create index list_appeal_decided on list_appeal (decided_at desc) where decided_at is not null;
create index list_appeal_claim on list_appeal (claim);
create index list_appeal_handset on list_appeal (handset);

grant select, insert, update, delete on list_appeal to ringback_server;
