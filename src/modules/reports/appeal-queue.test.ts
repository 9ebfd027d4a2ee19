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

const imeis = ['490154203237518' as never]
const blocking = {
  means: 'police-handler',
  readBack: true,
  channel: 'assisted',
  method: 'snatch',
  imeis,
  line: dramaLine(128),
} as const
const saidOf = (last: number) => ({ imeis, line: dramaLine(last), since: '2024', contact: 'a@example.org' })

/** Shops have sold the number twice, on two phones. */
const twoOwners = (rows: (sql: string) => Promise<unknown>) =>
  rows(`insert into imei_owner select '49015420323751', claimant, gen_random_uuid(), true, '2026-01-01'
    from unnest(array['one', 'two']) claimant`)

test('B33: an appeal is late after an hour, also when its doubt was settled long ago, and leaves the queue when it is decided', async (t) => {
  const { context, clock, rows } = await reportingDesk(t)
  assert.ok(!('refused' in (await takeReport(context, blocking))))
  const said = saidOf(111)
  await twoOwners(rows)
  assert.equal(await takeAppeal(context as never, said), 'heard')
  assert.equal((await rows('select from case_conflict')).length, 1)
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

test('USERS 4: one line fills no case however often it appeals, also at once; a phone that no case blocks leaves nothing behind', async (t) => {
  const { context, rows } = await reportingDesk(t)
  const said = saidOf(111)
  assert.equal(await takeAppeal(context as never, said), 'no-report')
  assert.deepEqual(await rows(`select class from vault_record`), [])
  await takeReport(context, blocking)
  const atOnce = await Promise.all(Array.from({ length: 4 }, () => takeAppeal(context as never, said)))
  assert.deepEqual(atOnce, ['heard', 'heard', 'heard', 'heard'])
  assert.equal(await takeAppeal(context as never, said), 'heard')
  const open = async () => (await rows('select from case_appeal where decided_at is null')).length
  assert.equal(await open(), 1)
  const [row] = await rows<{ appeal: string }>('select appeal from case_appeal')
  const decided = { appeal: String(row?.appeal), granted: false, reason: 'phone-seen', home: ['north'] } as const
  assert.ok((await context.execute(decideAppeal, decided)).ok)
  assert.equal(await takeAppeal(context as never, said), 'heard')
  assert.equal(await open(), 1, 'it is decided, so the line may ask again')
  const [theft] = await rows<{ case_id: string }>('select case_id from theft_case')
  const withdrawn = { case: theft?.case_id as never, why: 'mistake', means: 'police-handler' } as const
  assert.ok((await context.execute(withdrawReport, withdrawn)).ok)
  assert.equal(await open(), 0)
})

test('USERS 4: whoever comes when five others wait is told so, and nothing of it is kept; who waits already is heard', async (t) => {
  const { context, rows } = await reportingDesk(t)
  await takeReport(context, blocking)
  for (const last of [111, 112, 113, 114, 115]) assert.equal(await takeAppeal(context as never, saidOf(last)), 'heard')
  const kept = async () => (await rows('select from vault_record')).length
  const before = await kept()
  assert.equal(await takeAppeal(context as never, saidOf(116)), 'full')
  assert.equal(await takeAppeal(context as never, saidOf(113)), 'heard')
  assert.deepEqual([await kept(), (await rows('select from case_appeal')).length], [before, 5])
})

test('USERS 4: a thief who appeals holds nothing back; a doubt comes from signs alone, and never on a bare claim', async (t) => {
  const { context, rows, events } = await reportingDesk(t)
  const taken = await takeReport(context, blocking)
  assert.ok(!('refused' in taken))
  const doubts = async () =>
    (await events(taken.case)).filter(({ type }) => type === 'reports.conflict-found').map(({ data }) => data.signs)
  assert.equal(await takeAppeal(context as never, saidOf(111)), 'heard')
  assert.deepEqual(await doubts(), [])
  await twoOwners(rows)
  await rows('update theft_case set level = 0')
  assert.equal(await takeAppeal(context as never, saidOf(112)), 'heard')
  assert.deepEqual(await doubts(), [])
  await rows('update theft_case set level = 3')
  assert.equal(await takeAppeal(context as never, saidOf(113)), 'heard')
  assert.deepEqual(await doubts(), [['two-owners']])
})
