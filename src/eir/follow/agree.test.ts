import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { type Hold, type Holds, haveEnded, holdsText } from '#lib/feed/holds'
import { silentLog } from '#platform/log'
import type { Client } from '../centre-client.ts'
import { openHashPlane } from '../list/hash-plane.ts'
import { openList } from '../list/status-list.ts'
import { openAgreement, sumsOf } from './agree.ts'

const now = 50

const key = fc
  .tuple(fc.constantFrom(0, 1_000_000, 35_921_407_000_000, 99_999_999_000_000), fc.nat(20))
  .map(([tac, serial]) => tac + serial)
const until = fc.integer({ min: 1, max: 99 })
/** As the centre writes them: the worse first, and never one that another outlasts. */
const holds: fc.Arbitrary<Holds> = fc.oneof(
  fc.constant([]),
  fc.constantFrom<Holds>([{ status: 'blocked' }], [{ status: 'tracked' }]),
  until.map((end): Holds => [{ status: 'blocked', until: end }]),
  until.map((end): Holds => [{ status: 'tracked', until: end }]),
  until.map((end): Holds => [{ status: 'blocked', until: end }, { status: 'tracked' }]),
  until.map(
    (end): Holds => [
      { status: 'blocked', until: end },
      { status: 'tracked', until: end + 5 },
    ],
  ),
)

const text = (one: number) => String(one).padStart(14, '0')
const listOf = (said: Iterable<readonly [number, Holds]>) => {
  const list = openList(openHashPlane(), () => now)
  for (const [one, held] of said) list.set(one, held)
  list.lapse()
  return list
}

/** Written from docs/guide/feed.md, over all that was ever said. */
function wantedSums(said: Iterable<readonly [number, Holds]>, isLeftOut = (_: readonly Hold[]) => false) {
  const listed = [...new Map(said)].filter(([, held]) => held.length > 0 && !isLeftOut(held))
  const lines = listed.map(([one, held]) => `${text(one)} ${holdsText(held)}\n`).sort()
  return [...Map.groupBy(lines, (line) => line.slice(0, 8))].map(([tac, own]) => ({
    ...{ tac, count: own.length },
    hash: createHash('sha256').update(own.join('')).digest('hex'),
  }))
}

test('G9: a node sums up what it lists as the centre does, with what has ended, whatever was said of a handset before', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(key, holds), { maxLength: 60 }), until, async (said, ended) => {
      assert.deepEqual(await sumsOf(listOf(said)), wantedSums(said))
      const without = wantedSums(said, (held) => haveEnded(held, ended))
      assert.deepEqual(await sumsOf(listOf(said), ended), without, 'without what a node may have forgotten')
    }),
  )
})

test('while it sums up the list moves: only TACs in which something changed are other than at the call', async () => {
  const said = Array.from(
    { length: 5000 },
    (_, n) => [35_000_000_000_000 + n * 1_000_000, [{ status: 'blocked' }]] as const,
  )
  const list = listOf(said)
  const before = wantedSums(said)
  const summing = sumsOf(list)
  const changed = new Set<string>()
  for (let n = 0; n < 500; n++) {
    const one = 35_000_000_000_000 + ((n * 977) % 6000) * 1_000_000
    list.set(one, n % 2 ? [] : [{ status: 'tracked', until: 10 }])
    changed.add(text(one).slice(0, 8))
    if (n % 100 === 0) await turn()
  }
  const untouched = (sums: readonly { tac: string }[]) => sums.filter(({ tac }) => !changed.has(tac))
  assert.deepEqual(untouched(await summing), untouched(before))
})

/** A centre that answers a comparison with the TACs of its turn, and a node that follows it. */
function openAsked(turns: readonly (readonly string[] | number)[]) {
  const asked: { no: number; tacs: { tac: string }[] }[] = []
  const did: string[] = []
  const stop = new AbortController()
  const call: Client = async (_, { body = '' }) => {
    asked.push(JSON.parse(body))
    const now = turns[asked.length - 1] ?? []
    if (typeof now === 'number') return new Response(null, { status: now })
    return Response.json({ differ: now.map((tac) => ({ tac })) })
  }
  const list = listOf([[35_921_407_000_001, [{ status: 'blocked' }]]])
  const agreement = openAgreement({
    ...{ call, node: 'east', everyMs: 20, now: () => did.length + asked.length, say: silentLog() },
    standing: () => ({ no: 7, list }),
    mend: () => {
      did.push(`mend after ${asked.length}`)
      agreement.afterList()
    },
  })
  const running = agreement.run(stop.signal)
  const until = async (count: number) => {
    while (asked.length < count) await turn()
    stop.abort()
    await running
  }
  return { asked, did, agreement, until }
}

test('what differs is mended by a whole list, once; where that does not help a person must look, and an hour passes', async () => {
  const { asked, did, agreement, until } = openAsked([[], ['35921407'], ['35921407'], ['35921407'], []])
  await until(6)
  assert.deepEqual(did, ['mend after 2', 'mend after 4'], 'not after the third, which came of the list')
  assert.deepEqual([asked[0]?.no, asked[0]?.tacs.map(({ tac }) => tac)], [7, ['35921407']])
  assert.equal(agreement.shown()?.agrees, true)
})

test('a centre that does not compare makes no difference, and is asked again', async () => {
  const { did, agreement, until } = openAsked([503, 429, [], []])
  await until(4)
  assert.deepEqual(did, [])
  assert.deepEqual(agreement.shown()?.differing, [])
})
