-- What operators should refuse (docs/adr/0018). The view `blocklist`: what holds each key, and the numbered changes of it.
create table listing (
  imei_key bigint not null,          -- 14 digits as a number
  source   text not null,            -- case/… or list/…
  status   text not null,            -- blocked, tracked
  until    timestamptz(3),           -- when it ends by itself; null for never
  at       timestamptz(3) not null,  -- when the source said so
  primary key (imei_key, source)
);
create index listing_of_case on listing (source) where source like 'case/%';

-- What speaks against a case: while anything does, a further proof blocks nothing. It is held back here until a person decides.
create table listing_doubt (
  source   text not null,
  conflict text not null,
  primary key (source, conflict)
);
create table listing_held_back (
  source   text not null,
  imei_key bigint not null,
  until    timestamptz(3),
  primary key (source, imei_key)
);

-- The whole new state of a key, numbered without a gap in sealed order. `seq` is the sealed entry that brought it about.
create table list_change (
  no       bigint primary key,
  imei_key bigint not null,
  holds    text not null,            -- status[@until in ms],… worst first; empty: not listed
  seq      bigint not null
);

-- The changes of one sealed entry, in pieces of 10,000 where it has more, each with the running hash after it.
create table list_piece (
  last  bigint primary key,
  first bigint not null,
  seq   bigint not null,
  hash  bytea not null
);

-- What is held, as one text: of blocks and of tracks the one that ends last, a track only where it outlasts the block.
create function list_holds(blocked timestamptz, tracked timestamptz) returns text language sql stable as $$
  select concat_ws(',',
    case when blocked = 'infinity' then 'blocked'
      when blocked is not null then 'blocked@' || (extract(epoch from blocked) * 1000)::bigint end,
    case when blocked >= tracked then null
      when tracked = 'infinity' then 'tracked'
      when tracked is not null then 'tracked@' || (extract(epoch from tracked) * 1000)::bigint end)
$$;

-- Lists that others keep, read in as files: bulk readings with one ledger fact a part of a file. `line`: read so far, to go on from.
-- Rows come in the order of their lines; sorting a million by handset once is quicker than keeping them so one by one.
create table list_import (
  id         bigint generated always as identity primary key,
  sha256     text not null unique check (sha256 ~ '^[0-9a-f]{64}$'),
  line       bigint not null default 0,
  taken      bigint not null default 0,
  rejected   bigint not null default 0
);
create table list_import_row (
  import   bigint not null,
  line     bigint not null,          -- in the file; of several rows on one handset the last counts
  imei_key bigint not null,
  status   text,                     -- null: taken off
  until    timestamptz(3),
  primary key (import, line)
);

-- How far each operator's nodes have got, as they said themselves.
create table list_follower (
  operator  text not null,
  node      text not null,
  confirmed bigint not null,
  at        timestamptz(3) not null,
  agreed_at timestamptz(3),          -- when both sides last listed the same
  differs   integer,                 -- TACs that differed when they last compared
  primary key (operator, node)
);

grant select, insert, update, delete on listing, listing_doubt, listing_held_back, list_change, list_piece, list_import,
  list_import_row, list_follower to ringback_server;
