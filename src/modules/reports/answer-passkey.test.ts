import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Means } from '#lib/proof'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { answerPasskey, type HeldByPasskey } from './answer-passkey.ts'
import { takeReport } from './take-report.ts'

const hour = 3_600_000

test('USERS 3: the owner’s passkey starts what no more than it stopped, calls a person where more was shown, and lifts nothing there', async (t) => {
  const { context, rows } = await reportingDesk(t)
  let last = 100
  let start = 0
  const reported = async (means: Means, more: object = {}) => {
    const line = dramaLine(++last)
    const taken = await takeReport(context, { line, means, channel: 'web', method: 'table', ...more })
    assert.ok('case' in taken && taken.line)
    const [first] = await rows<{ at: string }>('select at from event where stream = $1', [`case/${taken.case}`])
    start = new Date(first?.at ?? '').getTime()
    return { theft: taken.case, line: taken.line }
  }
  const held = (line: string, more: Partial<HeldByPasskey> = {}): HeldByPasskey => {
    const old = new Date(start - 24 * hour).toISOString()
    return { line, means: 'own-passkey', since: old, secretAt: old, until: null, bound: true, ...more }
  }
  const say = (phone: HeldByPasskey, why: 'found' | 'not-me') =>
    answerPasskey({ ...context, db: context.db as never }, phone, why)
  const conflicts = async (theft: string) =>
    (
      await rows<{ data: { conflict: string } }>(
        `select data from event where stream = $1 and type = 'reports.conflict-found'`,
        [`case/${theft}`],
      )
    ).map(({ data }) => data.conflict)

  for (const means of ['number', 'panic-card', 'own-passkey', 'operator-knowledge'] as const) {
    const { theft, line } = await reported(means)
    assert.deepEqual(await say(held(line), 'not-me'), { case: theft }, means)
    assert.deepEqual(await say(held(line), 'not-me'), { refused: 'no-report' })
  }

  for (const means of ['police-handler', 'register-entry'] as const) {
    const { theft, line } = await reported(means, { readBack: true })
    assert.deepEqual(await say(held(line), 'found'), { refused: 'proof-too-weak' }, means)
    assert.deepEqual(await conflicts(theft), [])
    for (let n = 0; n < 2; n++) assert.deepEqual(await say(held(line), 'not-me'), { person: theft }, means)
    assert.deepEqual(await conflicts(theft), ['second-claimant'])
    const withdrawn = await rows(`select from event where stream = $1 and type = 'reports.report-withdrawn'`, [
      `case/${theft}`,
    ])
    assert.equal(withdrawn.length, 0)
  }

  const mine = await reported('trusted-person')
  const travels = held(mine.line, { bound: false })
  assert.deepEqual(await say(travels, 'found'), { refused: 'passkey-travels' }, 'the stolen phone may hold it')
  assert.deepEqual(await say(travels, 'not-me'), { person: mine.theft })
  const young = new Date(start - 24 * hour + 60_000).toISOString()
  for (const since of [young, new Date(start + hour).toISOString()])
    assert.deepEqual(await say(held(mine.line, { since }), 'not-me'), { refused: 'code-too-new' })
  assert.deepEqual(await say(held(mine.line, { until: young }), 'not-me'), { refused: 'code-replaced' })
  assert.deepEqual(await say(held(mine.line, { means: 'panic-card' }), 'found'), { refused: 'panic-card' })

  const safe = await reported('panic-card', { safeMode: true })
  assert.deepEqual(await say(held(safe.line), 'not-me'), { person: safe.theft }, 'it may be whom the victim fears')
  for (const more of [{}, { bound: false }, { since: young }, { until: young }])
    assert.deepEqual(await say(held(safe.line, more), 'found'), { refused: 'no-report' }, 'nor hears of it')
  assert.deepEqual(await say(held(safe.line, { since: young }), 'not-me'), { refused: 'no-report' })
})
