import assert from 'node:assert/strict'
import type { Shifts } from '../shifts.ts'
import { type Person, staff } from '../staff-browser.ts'

/** B93: a network that answers late in five of eight cases and in one not at all is in the list of gaps, and in its file. */
export async function namesLatePartner({ loop, sql }: Shifts, analyst: Person): Promise<void> {
  const asked = Date.parse('2027-01-14T10:00:00.000Z')
  await sql(`insert into organisation (slug, name, sort, demo) values ('demo-slow', 'Slow Mobile', 'operator', true)`)
  await sql(
    `with own as (
     insert into measured_case (case_id, tenant, reported_at) select gen_random_uuid(), 'demo-met', $1 from generate_series(1, 8)
     returning case_id
   )
   insert into action (id, stream, version, tenant, partner, kind, target, input, state, trying_since, answered_at)
   select gen_random_uuid(), 'case/' || case_id, 1, 'demo-met', 'demo-slow', 'block-handset', case_id, '{}',
     case when n = 1 then 'dead' else 'acknowledged' end, $1::timestamptz, $1::timestamptz + n * interval '20 seconds'
   from (select case_id, row_number() over () as n from own) numbered`,
    [new Date(asked)],
  )
  const slow =
    /Slow Mobile, since Thursday 14 January<\/th>.*>8 orders<.*>2 in time, 5 late, 1 without an answer<.*>new: 0 of 0 were missed</s
  assert.match(await analyst.page('/staff/dosage'), slow)
  assert.match(await analyst.page('/staff/dosage'), /1 of 1 partners was late or silent this week/)
  const file = await (await analyst.get('/staff/gaps.csv')).text()
  assert.match(file, /^gap,name,.*\r\n/)
  assert.match(file, /patrol,"Barnet","Saturday and Sunday, midnight to 6 am",7,0,/)
  assert.match(file, /operator,"Slow Mobile",,8,,2,5,1,0,,0,new,2027-01-14T10:00:00\.000Z\r\n/)
  const elsewhere = await staff(loop, 'analyst', 'prevent-crime', 'demo-other')
  assert.doesNotMatch(await elsewhere.page('/staff/dosage'), /Slow Mobile/, 'of cases that another force handles')
  await sql(`delete from action where partner = 'demo-slow'`)
  await sql('delete from measured_case where reported_at = $1', [new Date(asked)])
}
