-- Lock-screen cards: vault references only. They are in no other table, so neither stops nor starts a phone.
create table finder_card (
  card    text primary key,
  line    text not null,
  handset uuid not null
);
create index finder_card_handset on finder_card (handset);

-- Owners who asked to be reminded of the checkup, and when next.
create table checkup_reminder (
  line    text primary key,
  handset uuid not null,
  next_at timestamptz(3) not null
);
create index checkup_reminder_due on checkup_reminder (next_at);
create index checkup_reminder_handset on checkup_reminder (handset);

-- Awareness campaigns: where, when, in which languages, with which kit.
create table campaign (
  campaign  uuid primary key,
  tenant    text not null,
  code      text not null unique,
  place     text not null,
  kit       text not null,
  languages text[] not null,
  starts    date not null,
  ends      date not null check (ends >= starts),
  planned_at timestamptz(3) not null
);
create index campaign_of on campaign (tenant, starts desc);

-- How often a campaign's page was opened, each day by UTC. Of who opened it nothing is kept, so it is no fact of the ledger.
create table campaign_visit (
  code   text not null,
  day    date not null,
  visits integer not null,
  primary key (code, day)
);

grant select, insert, update, delete on finder_card, checkup_reminder, campaign, campaign_visit to ringback_server;
