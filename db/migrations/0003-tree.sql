-- The seal: events numbered after commit, a hash tree over them, and signed heads (docs/adr/0002-sealer.md).
-- Nothing here is ever updated. A leaf is its event's SHA-256; leaves are level 0 of the tree and stand in `sealed`.

create table sealed (
  seq      bigint primary key check (seq >= 0),  -- leaf number, from 0, without gaps
  event_id bigint not null unique,
  leaf     bytea not null check (octet_length(leaf) = 32)
);

-- Roots of full tiles of 256 hashes (C2SP tlog-tiles). Tile n of level l is hash n of level l + 1.
create table tile (
  level smallint not null check (level >= 0),
  index bigint not null check (index >= 0),
  root  bytea not null check (octet_length(root) = 32),
  primary key (level, index)
);

create table head (
  size bigint primary key check (size > 0),  -- how many leaves it covers
  root bytea not null check (octet_length(root) = 32),
  note text not null,                        -- C2SP checkpoint with our Ed25519 signature
  at   timestamptz(3) not null default clock_timestamp()
);

create trigger sealed_append_only before update or delete or truncate on sealed
  for each statement execute function refuse_change();
create trigger tile_append_only before update or delete or truncate on tile
  for each statement execute function refuse_change();
create trigger head_append_only before update or delete or truncate on head
  for each statement execute function refuse_change();

grant select, insert on sealed, tile, head to ringback_server;
