import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises'
import { exceptionLine } from '#lib/feed/exceptions'
import { afterPiece } from '#lib/feed/running-hash'
import { statementText } from '#lib/feed/statement'
import { signNote } from '#lib/note'
import { silentLog } from '#platform/log'
import { type Client, NotNow } from '../centre-client.ts'
import { statusIn } from '../list/tac-rules.ts'
import { exceptionsSource } from './exceptions-source.ts'
import type { Place } from './judge-batch.ts'
import { at, begin, expected, signer } from './testing.ts'

/** A batch as the centre writes it: each change blocks a TAC. */
function batchOf(tacs: readonly string[], from: Place = begin) {
  const changes = tacs.map((tac, nth) => {
    return { no: from.no + nth + 1, about: `tac/${tac}`, says: 'blocked,met,model-cloned', seq: 7 }
  })
  const hash = changes.reduce((before, change) => afterPiece(before, exceptionLine(change)), from.hash)
  const lines = changes.map((change) => `${JSON.stringify(change)}\n`).join('')
  const [first, last] = [from.no + 1, from.no + changes.length]
  const body = createHash('sha256').update(lines).digest('base64')
  const said = { kind: 'exceptions', origin: signer.name, operator: 'north', first, last, body, at } as const
  const note = signNote(statementText({ ...said, hash: hash.toString('base64') }), signer)
  return { text: `${lines}${JSON.stringify({ note })}\n`, place: { no: last, hash } }
}

type Answer = (asked: { readonly after: number; readonly hash: string }, signal: AbortSignal) => Promise<Response>

const gone = () => Promise.resolve(new Response('', { status: 410 }))
const away: Answer = () => Promise.reject(new NotNow('away'))

/** A centre that has these batches and knows no other history. */
const centreOf =
  (...batches: ReturnType<typeof batchOf>[]): Answer =>
  async ({ after, hash }) => {
    const places = [begin, ...batches.map(({ place }) => place)]
    const nth = places.findIndex((place) => place.no === after && place.hash.toString('hex') === hash)
    if (nth < 0) return gone()
    return new Response((batches[nth] ?? batchOf([], places[nth])).text)
  }

/** A node's file, and sources over it that ask a centre of the test's own. */
function openFile(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-beside-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'exceptions.ndjson')
  const stop = new AbortController()
  t.after(() => stop.abort())
  const asked: number[] = []
  const source = (answer: Answer) => {
    const call: Client = async (path, _, signal) => {
      await nextTurn()
      const query = new URL(path, 'http://centre').searchParams
      asked.push(Number(query.get('after')))
      return answer({ after: Number(query.get('after')), hash: String(query.get('hash')) }, signal)
    }
    const common = { call, file, expected, pairingKey: undefined, now: Date.now, say: silentLog() }
    return exceptionsSource({ ...common, waitSeconds: 0, firstWaitMs: 60_000 })
  }
  /** Which TACs are blocked when a node has started; then it ends. */
  const startWith = async (answer: Answer) => {
    const node = source(answer)
    const first = await node.load(stop.signal)
    await node.follow(async () => {}, AbortSignal.abort())
    return blockedIn(first)
  }
  const onDisk = () => startWith(away)
  return { asked, file, onDisk, signal: stop.signal, source, startWith, stop }
}

const tacs = ['35921407', '35921408', '35921409']
const blockedIn = ({ rules }: Awaited<ReturnType<ReturnType<typeof exceptionsSource>['load']>>) =>
  tacs.filter((tac) => statusIn(rules, Number(tac) * 1e6) === 3)
const [a = '', b = '', c = ''] = tacs

test('told to begin again, a node keeps what it has until the centre has signed all that comes instead', async (t) => {
  const { file, onDisk, signal, source, startWith } = openFile(t)
  assert.deepEqual(await startWith(centreOf(batchOf([a]))), [a])
  const [first, last] = [batchOf([b]), batchOf([c], batchOf([b]).place)]
  const until = async (answer: Answer, is: string[]) => {
    const stop = new AbortController()
    const node = source(answer)
    assert.deepEqual(blockedIn(await node.load(signal)), [a])
    const shown = Promise.withResolvers<void>()
    const seen: string[][] = []
    const following = node.follow(async (next) => {
      seen.push(blockedIn(next))
      shown.resolve()
    }, stop.signal)
    // Where nothing is to come, a while has to do; what is to come is waited for.
    await (is[0] === a ? pause(200) : shown.promise)
    stop.abort()
    await following
    assert.deepEqual([seen[0] ?? [a], await onDisk()], [is, is])
  }
  await until(({ after }, asks) => (after === 0 ? away({ after, hash: '' }, asks) : gone()), [a])
  await until(({ after, hash }, asks) => (after === 0 ? centreOf(first)({ after, hash }, asks) : gone()), [a])
  const forged = { ...first, text: first.text.replace(b, c) }
  await until(centreOf(forged), [a])
  await until(centreOf(first, last), [b, c])
  assert.equal(readFileSync(file, 'utf8'), first.text + last.text)
})

test('a centre that says again and again to begin again is not asked without a pause', async (t) => {
  for (const has of ['nothing', 'a beginning']) {
    const { asked, signal, source, startWith, stop } = openFile(t)
    await startWith(centreOf(batchOf([a])))
    asked.length = 0
    const lasting: Answer = (asks, stopped) => {
      if (asked.length > 50) return away(asks, stopped)
      const { after } = asks
      const [whole, end] = [batchOf([b]), batchOf([], batchOf([b]).place)]
      // It gives all from the beginning, and will know nothing of it the moment after.
      if (has === 'nothing' || (after > 0 && asked.at(-2) !== 0)) return gone()
      return Promise.resolve(new Response(after === 0 ? whole.text : end.text))
    }
    const node = source(lasting)
    await node.load(signal)
    const following = node.follow(async () => {}, signal)
    await pause(200)
    assert.ok(asked.length < 10, `asked ${asked.length} times where it has ${has}`)
    stop.abort()
    await following
  }
})

test('a batch that cannot be written whole leaves nothing behind, and the next one is taken', async (t) => {
  const { file, onDisk, signal, source, startWith } = openFile(t)
  const [first, second] = [batchOf([a]), batchOf([b], batchOf([a]).place)]
  await startWith(centreOf(first))
  const probe = await open(file)
  const handle = Object.getPrototypeOf(probe)
  await probe.close()
  const node = source(centreOf(first, second))
  await node.load(signal)
  t.mock.method(handle, 'appendFile', async (bytes: Buffer) => {
    writeFileSync(file, bytes.subarray(0, 50), { flag: 'a' })
    throw new Error('no space left')
  })
  const stop = new AbortController()
  const following = node.follow(async () => {}, stop.signal)
  await pause(100)
  stop.abort()
  await following
  t.mock.restoreAll()
  assert.equal(readFileSync(file, 'utf8'), first.text)
  const again = source(centreOf(first, second))
  await again.load(signal)
  const [shown, end] = [Promise.withResolvers<string[]>(), new AbortController()]
  const goingOn = again.follow(async (next) => shown.resolve(blockedIn(next)), end.signal)
  assert.deepEqual(await shown.promise, [a, b])
  end.abort()
  await goingOn
  assert.deepEqual(await onDisk(), [a, b])
})

test('a centre that hangs does not keep a node from answering', { timeout: 20_000 }, async (t) => {
  const { startWith } = openFile(t)
  const alive = setInterval(() => {}, 1000) // a node has its health port
  t.after(() => clearInterval(alive))
  const hangs: Answer = (_, stopped) =>
    new Promise((_resolve, reject) => stopped.addEventListener('abort', () => reject(new NotNow('no answer'))))
  assert.deepEqual(await startWith(hangs), [])
})
