-- Which of the IMEIs that an owner typed may be blocked on their report: those that a shop sold to them. Of the rows before
-- nobody knows it, so the operator is asked at the report.
alter table enrolment add column imeis_proved text[] not null default '{}';

-- Numbers that their makers never gave to a phone. Nobody who holds one phone asks about them; who walks a list of numbers
-- does. The list is this installation's own secret. Of who asked nothing is kept, only how often and when.
create table honey_number (
  imei_key text primary key,
  asked    integer not null default 0,
  asked_at timestamptz(3)
);
grant select, update on honey_number to ringback_server;
