import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { type Holds, holdsText } from '#lib/feed/holds'
import { allTacs, pagesOf, type TacSum } from '#lib/feed/sums'
import { buildBase } from '#lib/imei/plane/base'
import { newPlane } from '#lib/imei/plane/plane'
import { silentLog } from '#platform/log'
import type { Client } from '../centre-client.ts'
import { openDraft } from '../list/draft.ts'
import { openList } from '../list/status-list.ts'
import { openAgreement } from './agree.ts'
import { type Listed, sumsOf, sumUp } from './sum-up.ts'

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
const blocked: Holds = [{ status: 'blocked' }]

/** What a list tells when some was there before, has ended meanwhile, and some changed since. */
function listedOf(before: readonly (readonly [number, Holds])[], since: readonly (readonly [number, Holds])[]): Listed {
  const draft = openDraft()
  const list = openList(draft, () => now)
  for (const [one, held] of before) list.set(one, held)
  const plane = newPlane(buildBase(draft.columns()))
  list.moveTo(plane)
  for (const [one, held] of since) list.set(one, held)
  return { plane: plane.copy(), steps: list.steps }
}

/** Written from docs/guide/feed.md, over all that was ever said. */
function wantedSums(said: Iterable<readonly [number, Holds]>) {
  const listed = [...new Map(said)].filter(([, held]) => held.length > 0)
  const lines = listed.map(([one, held]) => `${text(one)} ${holdsText(held)}\n`).sort()
  return [...Map.groupBy(lines, (line) => line.slice(0, 8))].map(([tac, own]) => ({
    ...{ tac, count: own.length },
    hash: createHash('sha256').update(own.join('')).digest('hex'),
  }))
}

test('G9: a node sums up what it lists as the centre does, with what has ended, whatever was said of a handset before', () => {
  const said = fc.array(fc.tuple(key, holds), { maxLength: 60 })
  fc.assert(
    fc.property(said, said, (before, since) => {
      assert.deepEqual(sumsOf(listedOf(before, since)), wantedSums([...before, ...since]))
    }),
  )
})

test('many keys of one TAC and of many, some close together, in a thread of its own', async () => {
  const close = Array.from({ length: 25_000 }, (_, n) => [35_921_407_000_000 + n, blocked] as const)
  const far = Array.from({ length: 5000 }, (_, n) => [(n * 19_937 + 7) * 1_000_000 + n, blocked] as const)
  const sums = await sumUp(listedOf(close, far), AbortSignal.timeout(60_000))
  assert.deepEqual(sums, wantedSums([...close, ...far]))
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
  const listed = listedOf([[35_921_407_000_001, blocked]], [])
  const agreement = openAgreement({
    ...{ call, node: 'east', everyMs: 20, now: () => did.length + asked.length, say: silentLog() },
    look: () => ({ no: 7, listed }),
    mend: () => {
      did.push(`mend after ${asked.length}`)
      agreement.afterList()
    },
  })
  const running = agreement.run(stop.signal)
  const until = async (count: number) => {
    while (asked.length < count) await pause(5)
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

test('pages of sums follow one another over all TACs and leave none out, however many one may hold', () => {
  const sums = fc
    .uniqueArray(fc.oneof(fc.nat(99_999_999), fc.constantFrom(0, 1, 99_999_998, 99_999_999)), { maxLength: 40 })
    .map((tacs) =>
      tacs
        .sort((a, b) => a - b)
        .map((tac): TacSum => {
          return { tac: String(tac).padStart(8, '0'), count: 1, hash: '' }
        }),
    )
  fc.assert(
    fc.property(sums, fc.integer({ min: 1, max: 9 }), (all, most) => {
      const pages = pagesOf(all, most)
      assert.deepEqual(
        pages.flatMap(({ tacs }) => tacs),
        all,
      )
      assert.deepEqual([pages[0]?.from, pages.at(-1)?.to], [allTacs.from, allTacs.to])
      for (const [at, { from, to, tacs }] of pages.entries()) {
        assert.ok(tacs.length <= most && from <= to)
        assert.ok(tacs.every(({ tac }) => tac >= from && tac <= to))
        if (at > 0) assert.equal(Number(from), Number(pages[at - 1]?.to) + 1)
      }
    }),
  )
})

test('G9: a list of more TACs than one request may name is compared whole, page by page', async () => {
  const asked: { from?: string; to?: string; differed?: number; tacs: TacSum[] }[] = []
  const call: Client = async (_, { body = '' }) => {
    asked.push(JSON.parse(body))
    const { tacs } = asked.at(-1) ?? { tacs: [] }
    return Response.json({ differ: tacs.filter(({ tac }) => tac.endsWith('4')).map(({ tac }) => ({ tac })) })
  }
  const tacs = [35_921_401, 35_921_404, 35_921_405, 35_921_407, 35_921_414]
  const stop = new AbortController()
  const agreement = openAgreement({
    ...{ call, node: undefined, everyMs: 60_000, tacsAtOnce: 2, now: () => 0, say: silentLog() },
    look: () => ({
      no: 7,
      listed: listedOf(
        tacs.map((tac) => [tac * 1_000_000, blocked] as const),
        [],
      ),
    }),
    mend: () => stop.abort(),
  })
  await agreement.run(stop.signal)
  assert.deepEqual(agreement.shown()?.differing, ['35921404', '35921414'])
  assert.deepEqual(
    asked.map(({ from, to, differed, tacs }) => [from, to, differed, tacs.length]),
    [
      ['00000000', '35921404', 0, 2],
      ['35921405', '35921407', 1, 2],
      ['35921408', '99999999', 1, 1],
    ],
  )
})
