import assert from 'node:assert/strict'
import { test } from 'node:test'
import { layOutOwed } from '#ledger'
import { stored } from '#ledger/testing'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { ReportContested } from './events/report-contested.ts'
import seekNetwork from './reactions/seek-network.ts'
import { takeContest } from './take-contest.ts'
import { takeReport } from './take-report.ts'

test('USERS 4, not me: a contest waits without alarm until a network has said whose line it is, and is asked there once', async (t) => {
  const { context, db, rows } = await reportingDesk(t)
  const line = dramaLine(151)
  const taken = await takeReport(context, { line, means: 'number', channel: 'web', method: 'snatch' })
  assert.ok('case' in taken)
  const stream = `case/${taken.case}`
  await takeContest(context as never, line, { name: 'Somebody Else' })
  const [made] = await rows<{ data: ReturnType<typeof ReportContested.decode> }>(
    'select data from event where type = $1',
    [ReportContested.type],
  )
  assert.ok(made)
  const contested = stored(ReportContested.of(made.data), 1, context.now().toISOString())
  const asked = () =>
    rows(`select data ->> 'network' as network, owes -> 0 -> 'partners' as partners from event where type = $1`, [
      'reports.contest-asked',
    ])

  await layOutOwed(db.owner.pool)
  await seekNetwork.react(contested, context as never)
  assert.deepEqual(await asked(), [], 'its network is away: nobody is told a name, and no person is called')

  const [hold] = await rows<{ id: string; partner: string; kind: string }>(
    `update action set state = 'acknowledged' where stream = $1 and kind = 'hold-line-changes' returning id, partner, kind`,
    [stream],
  )
  assert.ok(hold)
  const { id: action, partner, kind } = hold
  const about = { action, partner, kind, owedBy: stream }
  const yes = ActionAcknowledged.of({ ...about, at: context.now().toISOString(), kid: 'key-1' })
  for (let n = 0; n < 2; n++) await seekNetwork.react(stored(yes, 1), context as never)
  await seekNetwork.react(contested, context as never)
  assert.deepEqual(await asked(), [{ network: 'north', partners: ['north'] }])
})
