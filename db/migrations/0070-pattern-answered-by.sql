-- Who has a finding: the organisation whose analyst answered it. The person is in the ledger and the audit.
alter table pattern_finding add column answered_by text;
update pattern_finding set answered_by = event.tenant
  from event where event.stream = 'pattern/' || pattern_finding.finding and event.type = 'patrol.pattern-answered';
