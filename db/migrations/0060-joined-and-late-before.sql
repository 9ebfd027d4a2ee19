-- What 0056 and 0057 began to keep is told by older events too, and a view goes on from where it stands: here is what it passed.
create temporary table linked on commit drop as
  select distinct on (stream) (data ->> 'case')::uuid as case_id, (data ->> 'same')::boolean as joined
  from event where type = 'reports.cases-linked' and data ->> 'as' = 'later'
  order by stream, version desc;
update theft_report_count one set joined = linked.joined from linked where one.case_id = linked.case_id;
update measured_case one set joined = linked.joined from linked where one.case_id = linked.case_id;

-- Nobody could give a reason for these yet. What has no case behind it was missed by no clock before 0057.
insert into desk_deviation (item, due, case_id, owner, sort, missed_at, reason)
  select data ->> 'item', (data ->> 'due')::timestamptz, case_id, owner, data ->> 'sort', at, null
  from event join desk_case on case_id = (data ->> 'case')::uuid
  where type = 'victims.clock-missed'
  order by id
on conflict do nothing;
