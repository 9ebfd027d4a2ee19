-- A stop word is a stop secret too (docs/adr/0023).
alter table stop_secret drop constraint stop_secret_kind_check;
alter table stop_secret add constraint stop_secret_kind_check
  check (kind in ('panic-card', 'trusted-person', 'stop-word'));
