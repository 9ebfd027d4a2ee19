import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Place, Running } from '../simulators/frame.ts'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone } from './support/case-visitor.ts'
import { type Loop, openLoop } from './support/loop.ts'

const line = '+447700900141'
const [imei = ''] = subscriberOf(line).imeis
const key = imei.slice(0, 14)

/** Two networks: the victim's own, and another. */
function networks() {
  const running = new Map<string, Running>()
  const say = async (slug: string, path: string, body: object) => {
    const answer = await fetch(`${running.get(slug)?.config.baseUrl}${path}`, {
      method: 'POST',
      body: JSON.stringify(body),
    })
    assert.equal(answer.status, 200, await answer.clone().text())
    return answer.json() as Promise<{ admitted?: boolean }>
  }
  return {
    start: async (place: Place) => {
      const started = await startOperators('demo-ee', 'demo-three')(place)
      for (const one of started) running.set(one.slug, one)
      return [...started]
    },
    /** A phone with this SIM was on for so many hours under the number of the stolen one. */
    wasOn: (slug: string, supi: string, hours: number) => say(slug, '/_heard', [{ imei, supi, hours }]),
    isLetIn: async (slug: string, supi: string) => (await say(slug, '/_attach', { imei, supi })).admitted,
  }
}

const rowsOf = async (loop: Loop, sql: string, values: unknown[] = []) =>
  (await loop.db.owner.pool.query(sql, values)).rows

test('B65 B33: the stolen phone is blocked everywhere; whoever has a copy of its number goes on, at the same network or another', async (t) => {
  const { start, wasOn, isLetIn } = networks()
  const loop = await openLoop(t, { simulators: [start] })
  const [copyHere, copyThere, second] = ['imsi-234300000000011', 'imsi-234200000000012', 'imsi-234200000000013']
  await wasOn('demo-ee', copyHere, 24)
  await wasOn('demo-three', copyThere, 30)
  // Five hours are no sign: the owner may have tried another SIM.
  await wasOn('demo-three', second, 5)
  const { case: theft } = await reportFromBorrowedPhone(loop, '07700 900141')
  await loop.until('both networks block it', async () => {
    const blocked = await rowsOf(
      loop,
      `select from action where stream = $1 and kind = 'block-handset' and state = 'acknowledged'`,
      [`case/${theft}`],
    )
    return blocked.length === 2
  })

  const stolen = subscriberOf(line).supi
  assert.equal(await isLetIn('demo-ee', stolen), false, 'with its own SIM')
  assert.equal(await isLetIn('demo-three', 'imsi-234200000000099'), false, 'with a SIM of the thief')
  assert.equal(await isLetIn('demo-three', second), false, 'with a SIM that was in it for a while')
  assert.equal(await isLetIn('demo-ee', copyHere), true, 'a copy at the victim’s own network')
  assert.equal(await isLetIn('demo-three', copyThere), true, 'a copy at another')

  // Nodes that follow our list let the same SIMs in, each at its own network; no network learns of another's.
  const told = await loop.until('nodes are told', async () => {
    const rows = await rowsOf(
      loop,
      `select operator, about from list_exception where about like 'sim/%' and says <> '' order by operator`,
    )
    return rows.length >= 2 && rows
  })
  assert.deepEqual(
    told.map(({ operator, about }) => [operator, about.split('/')[1]]),
    [
      ['demo-ee', key],
      ['demo-three', key],
    ],
  )
  // The maker cannot tell the two apart: what else acts on the handset waits for a person.
  const doubts = await loop.until('a person is called', async () => {
    const rows = await rowsOf(loop, 'select conflict, signs from case_conflict where case_id = $1', [theft])
    return rows.length > 0 && rows
  })
  assert.deepEqual(doubts, [{ conflict: 'suspected-clone', signs: ['two-sims'] }])
  const inputs = await rowsOf(loop, `select input from action where kind = 'block-handset'`)
  assert.ok(inputs.every(({ input }) => !JSON.stringify(input).includes('imsi')))
})
