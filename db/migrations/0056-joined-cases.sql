-- A second report of one theft, found to be one and joined to it (docs/adr/0025): the theft is counted once.
alter table theft_report_count add column joined boolean not null default false;
alter table measured_case add column joined boolean not null default false;

create or replace view published.theft_report_count as
  select count.* from public.theft_report_count count
  where not joined and not exists (select from public.organisation where slug = count.tenant and demo);
create or replace view simulated.theft_report_count as
  select count.* from public.theft_report_count count
  where not joined and exists (select from public.organisation where slug = count.tenant and demo);
create or replace view published.measured_case as
  select one.* from public.measured_case one
  where not joined and not exists (select from public.organisation where slug = one.tenant and demo);
create or replace view simulated.measured_case as
  select one.* from public.measured_case one
  where not joined and exists (select from public.organisation where slug = one.tenant and demo);
