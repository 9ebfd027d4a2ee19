-- Up to which change of theft_cell it was decided whether squares see a rise (docs/adr/0030): each theft is decided on once.
create table rise_look (
  demo   boolean primary key,  -- of demo organisations' thefts, or of all others'
  change bigint not null
);
grant select, insert, update, delete on rise_look to ringback_server;
