create table theft_report_count (
  case_id uuid primary key,
  tenant  text not null,
  month   text not null check (month ~ '^[0-9]{4}-[0-9]{2}$')
);
grant select, insert, update, delete on theft_report_count to ringback_server;

-- What a published measure may see. Demo organisations are left out here, once, and not in each measure.
create schema published;
create view published.theft_report_count as
  select count.* from public.theft_report_count count
  where not exists (select from public.organisation where slug = count.tenant and demo);
grant usage on schema published to ringback_server;
grant select on published.theft_report_count to ringback_server;
