-- Links and senders that people told us of without a case, once each by the report that told them. Rows follow from events: ringback
-- rebuild indicator_told.
create table indicator_told (
  mark   text not null,
  sort   text not null,
  told   uuid not null,
  by     text not null,
  at     timestamptz(3) not null,
  primary key (mark, told)
);
grant select, insert, update, delete on indicator_told to ringback_server;

-- Who told of which, under a keyed hash that leads back to nobody: one sender counts once. Forgotten after four weeks (kept.ts).
create table indicator_sender (
  mark   text not null,
  sender text not null,
  by     text not null,
  at     timestamptz(3) not null,
  primary key (mark, sender)
);
create index indicator_sender_at on indicator_sender (at);
grant select, insert, delete on indicator_sender to ringback_server;
