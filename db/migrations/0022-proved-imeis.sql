-- Which of the IMEIs that an owner typed may be blocked on their report: those that a shop sold to them. Of the rows before
-- nobody knows it, so the operator is asked at the report.
alter table enrolment add column imeis_proved text[] not null default '{}';
