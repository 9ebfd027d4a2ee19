-- Somebody whose phone another register's list refuses waits at the desk too, and no case stands behind it.
alter table desk_item alter column case_id drop not null;

-- Where a case left the published path: a clock that ran out, and why, as whoever answers for it says (B49).
create table desk_deviation (
  item      text not null,
  due       timestamptz(3) not null,
  case_id   uuid,
  owner     text not null,
  sort      text not null,
  missed_at timestamptz(3) not null,
  reason    text,
  primary key (item, due)
);
create index desk_deviation_of_owner on desk_deviation (owner, missed_at);
grant select, insert, update, delete on desk_deviation to ringback_server;
