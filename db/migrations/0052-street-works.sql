-- What councils changed at places against theft: a view of the ledger (docs/adr/0032). Public streets, nobody's data.
create table street_works (
  works     uuid primary key,
  tenant    text not null,
  kind      text not null,               -- lighting, cameras, layout
  eastings  integer[] not null,          -- south-west corners of its squares of 150 m, British National Grid
  northings integer[] not null,
  done_on   date not null
);
create index street_works_done on street_works (done_on);
grant select, insert, update, delete on street_works to ringback_server;
