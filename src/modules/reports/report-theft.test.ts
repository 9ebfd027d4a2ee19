import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { openLedger } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'
import { testDatabase } from '#test/support/database'
import { reportTheft } from './commands/report-theft.ts'
import type { TheftReported } from './events/theft-reported.ts'

const report = {
  case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
  imeis: ['490154203237518', '356938035643809'],
  method: 'snatch' as const,
  channel: 'force-system' as const,
  means: 'police-handler' as const,
  parties: { ...nobody, operators: ['first-operator', 'second-operator'] },
}

test('B65: one report owes a block of the whole handset, all its IMEIs, at every operator', () => {
  const decision = given(reportTheft, []).when(report)
  assert.ok('owes' in decision)
  assert.deepEqual(decision.owes, [
    {
      partners: ['first-operator', 'second-operator'],
      kind: 'block-handset',
      target: `case/${report.case}/block-handset`,
      input: { imeiKeys: ['49015420323751', '35693803564380'], reason: 'stolen' },
    },
  ])
})

test('a theft that was reported already is not reported again', () => {
  const history = eventsOf(given(reportTheft, []).when(report)) as ReturnType<typeof TheftReported.of>[]
  assert.deepEqual(given(reportTheft, history).when(report), { refused: 'already-reported' })
})

test('a person looks again after 28 days at whether the numbers are still needed', () => {
  const [event] = eventsOf(given(reportTheft, []).when(report, '2026-02-10T10:00:00.000Z'))
  assert.ok(event)
  assert.equal((event.data as { reviewBy: string }).reviewBy, '2026-03-10T10:00:00.000Z')
})

test('whatever is reported, all operators owe the same and nobody else owes anything', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.stringMatching(/^[a-z]{2,12}$/), { maxLength: 60 }), (operators) => {
      const decision = given(reportTheft, []).when({ ...report, parties: { ...nobody, operators } })
      assert.ok('owes' in decision)
      assert.deepEqual(
        decision.owes.flatMap(({ partners }) => partners),
        operators,
      )
    }),
  )
})

test('a report sent again under its key is the same report, also when an operator has joined meanwhile', async (t) => {
  const { serverUrl } = await testDatabase(t)
  const database = openDatabase(serverUrl, { pipeline: true, max: 2 })
  t.after(() => database.close())
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  const meta = { actor: 'partner:force', tenant: 'force', cause: 'test', key: 'once' }
  const first = await ledger.execute(reportTheft, report, meta)
  const again = await ledger.execute(
    reportTheft,
    { ...report, parties: { ...nobody, operators: [...report.parties.operators, 'third-operator'] } },
    meta,
  )
  assert.deepEqual(again, { ...first, repeated: true })
  assert.deepEqual(await ledger.execute(reportTheft, { ...report, method: 'table' }, meta), {
    ok: false,
    refused: 'key-reused',
  })
  await ledger.settled()
})
