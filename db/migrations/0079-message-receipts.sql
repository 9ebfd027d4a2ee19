-- Messages that a gateway took and has not said yet what became of, each with the time at which a person looks.
create table message_awaited (
  action  uuid primary key,
  case_id uuid not null,
  kind    text not null,
  due     timestamptz(3) not null
);
create index message_awaited_due on message_awaited (due);
grant select, insert, update, delete on message_awaited to ringback_server;
