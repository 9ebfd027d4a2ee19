import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { takeReceipt } from '#partners'
import { keepsNothing } from '#test/support/dispatching'
import { command, joined, startedFor } from '#test/support/pretend'
import forces from './forces.ts'

const kind = 'record-crime'

test('each force gives a crime reference in its own form, one for a case however often it is told of it', async (t) => {
  const running = await startedFor(t, forces)
  const slugs = ['demo-met', 'demo-city', 'demo-btp']
  const s = await joined(t, ...slugs.map(running))
  const theft = randomUUID()
  for (const partner of slugs) {
    const [first = '', again = ''] = await s.owe(
      { partner, kind, target: 'a', input: { case: theft } },
      { partner, kind, target: 'b', input: { case: theft } },
    )
    await s.until(first, 'acknowledged')
    await s.until(again, 'acknowledged')
  }
  const told = s.told.map((one) => (one as { reference: string }).reference)
  assert.equal(new Set(told).size, 3)
  assert.match(told[0] ?? '', /^01\/\d{7}\/\d\d$/)
})

test('where a person looks first, the reference comes later by the force’s own call, or a refusal does', async (t) => {
  let take = async (_jws: string, _answer?: unknown): Promise<unknown> => undefined
  const met = (await startedFor(t, forces, { deliver: (jws, answer) => take(jws, answer) }))('demo-met')
  await command(met, '/_desk', { checks: true })
  const s = await joined(t, met)
  const desk = { db: s.db.server.pool, ledger: s.ledger, now: () => new Date(), keepAnswer: keepsNothing }
  take = (jws, answer) => takeReceipt(desk, jws, 'demo-met', answer)
  const [theft, nothing] = [randomUUID(), randomUUID()]
  const ids = await s.owe(
    { partner: 'demo-met', kind, target: 'a', input: { case: theft } },
    { partner: 'demo-met', kind, target: 'b', input: { case: nothing } },
  )
  for (const id of ids) while (((await s.action(id)).last_error ?? '') === '') await pause(10)
  await command(met, '/_record', { source: theft })
  await command(met, '/_record', { source: nothing, crime: false })
  await s.until(ids[0] ?? '', 'acknowledged')
  await s.until(ids[1] ?? '', 'refused')
})
