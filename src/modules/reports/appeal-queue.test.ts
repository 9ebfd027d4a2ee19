import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { type AppealQueueTables, appealQueue } from './appeal-queue.ts'
import { decideAppeal } from './commands/decide-appeal.ts'
import { withdrawReport } from './commands/withdraw-report.ts'
import type { QueueTables } from './conflict-queue.ts'
import { conflictsOverdue } from './overdue.ts'
import { takeAppeal } from './take-appeal.ts'
import { takeReport } from './take-report.ts'

test('B33: an appeal is late after an hour, also when its doubt was settled long ago, and leaves the queue when it is decided', async (t) => {
  const { context, clock, rows } = await reportingDesk(t)
  const imeis = ['490154203237518' as never]
  const report = {
    means: 'police-handler',
    channel: 'assisted',
    method: 'snatch',
    line: dramaLine(128),
    imeis,
  } as const
  assert.ok(!('refused' in (await takeReport(context, report))))
  const said = { imeis, line: dramaLine(111), since: '2024', contact: 'a@example.org' }
  assert.equal(await takeAppeal(context as never, said), 1)
  await rows(`update case_conflict set settled_at = found_at, stands = true`)
  const queue = () => appealQueue(context.db as unknown as Kysely<AppealQueueTables>, undefined, clock.now)
  const late = () => conflictsOverdue(context.db as unknown as Kysely<QueueTables>, 'force', clock.now)
  assert.deepEqual([(await queue()).open.map((row) => row.late), await late()], [[false], 0])
  clock.now = new Date(clock.now.getTime() + 3_600_001)
  assert.deepEqual([(await queue()).open.map((row) => row.late), await late()], [[true], 1])
  const [row] = (await queue()).open
  const decided = { appeal: String(row?.appeal), granted: true, reason: 'phone-seen', home: ['north'] } as const
  assert.ok((await context.execute(decideAppeal, decided)).ok)
  assert.deepEqual([(await queue()).open, (await queue()).decided.length, await late()], [[], 1, 0])
})

test('USERS 4: whoever appeals again and again fills no case, and a phone that no case blocks leaves nothing behind', async (t) => {
  const { context, rows } = await reportingDesk(t)
  const said = { imeis: ['490154203237518' as never], line: dramaLine(111), since: '2024', contact: 'a@example.org' }
  assert.equal(await takeAppeal(context as never, said), 0)
  assert.deepEqual(await rows(`select class from vault_record`), [])
  const report = { means: 'police-handler', channel: 'assisted', method: 'snatch', imeis: said.imeis } as const
  await takeReport(context, { ...report, line: dramaLine(128) })
  for (let times = 0; times < 8; times++) assert.equal(await takeAppeal(context as never, said), 1)
  assert.equal((await rows('select from case_appeal')).length, 5)
  const [theft] = await rows<{ case_id: string }>('select case_id from theft_case')
  const withdrawn = { case: theft?.case_id as never, why: 'mistake', means: 'police-handler' } as const
  assert.ok((await context.execute(withdrawReport, withdrawn)).ok)
  assert.equal((await rows('select from case_appeal where decided_at is null')).length, 0)
})
