import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import type { NewEvent } from '#ledger'
import { NetworkFound } from '#modules/reports/events/network-found'
import { NoNetworkFound } from '#modules/reports/events/no-network-found'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { reportingDesk } from '#test/support/reporting'
import { type DeskTables, deskAlarms, deskQueue } from './desk-queue.ts'
import { AnswerGiven } from './events/answer-given.ts'

test('B03 P2: a number that no network has waits on the desk once its case is proved, until an answer by somebody who had seen it', async (t) => {
  const { ledger, db, clock, rows } = await reportingDesk(t)
  const { line: _, place: __, description: ___, handset: ____, ...sample } = TheftReported.sample
  const { case: theft } = sample
  let version = 0
  const happens = (event: NewEvent) =>
    ledger.append([{ event, version: ++version }], { actor: 'police', tenant: 'demo-public', cause: 'test' })
  const kysely = db.owner.kysely as unknown as Kysely<DeskTables>
  const inHours = (hours: number) => new Date(clock.now.getTime() + hours * 3_600_000)
  const listed = async () => (await deskQueue(kysely, 'met', inHours(23), { only: 'network' })).rows.map(({ is }) => is)
  const answered = (upTo: number) => happens(AnswerGiven.of({ ...AnswerGiven.sample, case: theft, upTo }))

  await happens(TheftReported.of({ ...sample, force: 'met' as never, means: 'number' }))
  await happens(NoNetworkFound.of({ case: theft }))
  await answered(version)
  assert.deepEqual(await listed(), [], 'a bare number that nobody knows may be none at all')
  assert.deepEqual(await deskAlarms(kysely as never, undefined, inHours(48)), { late: 0, soon: 0 })

  const seen = version
  await happens(ProofShown.of({ ...ProofShown.sample, case: theft, means: 'panic-card', imeis: [] }))
  assert.deepEqual(await listed(), ['soon'], 'a day from the proof on')
  await answered(seen)
  assert.deepEqual(await listed(), ['soon'], 'it was written before this stood there')
  await answered(version)
  assert.deepEqual(await listed(), [])
  assert.deepEqual(await rows(`select owner, sort from desk_done where sort = 'network'`), [
    { owner: 'met', sort: 'network' },
  ])

  await happens(NoNetworkFound.of({ case: theft }))
  assert.deepEqual(await listed(), ['soon'])
  await answered(version - 1)
  assert.deepEqual(await listed(), ['soon'], 'the page was open before nobody had it')
  await happens(NetworkFound.of({ case: theft, line: 'v_AAAAAAAAAAAAAAAAAAAAAA' as never, network: 'north' as never }))
  assert.deepEqual(await listed(), [])
})
