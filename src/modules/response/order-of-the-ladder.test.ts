import assert from 'node:assert/strict'
import { test } from 'node:test'
import { kinds } from '#partners/kinds'
import { testDatabase } from '#test/support/database'
import { ladder, undoOf } from './ladder.ts'

/** They stop nothing: a record or a word may wait for what stops something. */
const records = ['record-crime', 'tell-customer']
const bareClaims = 4

test('M2: what a partner is owed goes in the order of the ladder: what is proved, then what a bare claim may do, messages last', async (t) => {
  const { server } = await testDatabase(t)
  const { rows } = await server.pool.query<{ kind: string; step: number }>(
    'select kind, action_step(kind) as step from unnest($1::text[]) as kind',
    [Object.keys(kinds)],
  )
  const stepOf = new Map(rows.map(({ kind, step }) => [kind, step]))
  for (const { kind, from } of ladder.filter((one) => !records.includes(one.kind))) {
    assert.equal(stepOf.get(kind), from === 0 ? bareClaims : from, kind)
    const undo = undoOf[kind]
    if (undo) assert.equal(stepOf.get(undo), stepOf.get(kind), undo)
  }
  assert.equal(stepOf.get('match-identity'), bareClaims, 'a question that anybody can have asked')
  const last = Math.max(...stepOf.values())
  assert.deepEqual(
    [...stepOf].filter(([, step]) => step === last).map(([kind]) => kind),
    Object.keys(kinds).filter((kind) => kind.startsWith('send-')),
  )
  for (const kind of records) assert.ok((stepOf.get(kind) ?? 0) > bareClaims && (stepOf.get(kind) ?? 0) < last, kind)
})
