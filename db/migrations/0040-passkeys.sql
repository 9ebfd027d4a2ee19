-- Passkeys by which trusted persons and owners open their page (docs/adr/0029). Vault references only.
create table passkey (
  passkey      uuid primary key,
  credential   text not null unique,
  bound        boolean not null,       -- it stays on the device that made it
  counter      bigint not null,
  subscription text,                   -- where its device takes pushes
  at           timestamptz(3) not null,
  used_at      timestamptz(3)
);

create table passkey_phone (
  passkey uuid not null,
  secret  text not null,               -- the card or code that opened the page
  handset uuid not null,
  line    text not null,
  means   text not null check (means in ('trusted-person', 'own-passkey', 'panic-card')),
  at      timestamptz(3) not null,
  primary key (passkey, secret)
);
create index passkey_phone_line on passkey_phone (line);

grant select, insert, update, delete on passkey, passkey_phone to ringback_server;
