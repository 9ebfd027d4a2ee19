-- In which cases a contact was given, both by reference: whoever forwards a message from there adds it to their case. Whether the
-- contact still counts there the case itself says. Rows follow from events: ringback rebuild contact_of_case.
create table contact_of_case (
  contact text not null,
  case_id uuid not null,
  primary key (contact, case_id)
);
grant select, insert, update, delete on contact_of_case to ringback_server;
