-- Live patterns of thefts (docs/adr/0030). Found by a job, answered by an analyst.
create table pattern_finding (
  finding         uuid primary key,
  pattern         text not null,
  starts          timestamptz(3) not null,
  ends            timestamptz(3) not null,
  thefts          integer not null,
  expected_tenths integer not null,
  chance_one_in   integer not null,
  found_at        timestamptz(3) not null,
  answer          text,                  -- acknowledged, dismissed
  reason          text,                  -- why it was dismissed
  answered_at     timestamptz(3)
);
create index pattern_finding_found on pattern_finding (found_at);

-- Where a finding is: no place stands in the ledger. A look that finds it again makes it longer and wider.
create table pattern_place (
  finding   uuid primary key,
  demo      boolean not null,            -- of demo organisations' thefts, or of all others'
  pattern   text not null,
  method    text,                        -- of which kind, where the pattern is about one
  eastings  integer[] not null,          -- south-west corners of its squares, British National Grid
  northings integer[] not null,
  until     timestamptz(3) not null      -- up to when it was last found
);
create index pattern_place_until on pattern_place (demo, pattern, until);

-- Up to when each pattern has looked: each look is made once, or the stated rate of false alarms would not hold.
create table pattern_look (
  demo    boolean not null,
  pattern text not null,
  until   timestamptz(3) not null,
  primary key (demo, pattern)
);
create index theft_cell_at on theft_cell (at);
grant select, insert, update, delete on pattern_finding, pattern_place, pattern_look to ringback_server;
