import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { aboutPairingKey, aboutSim, exceptionLine, pairingSays, ruleSays } from '#lib/feed/exceptions'
import { afterPiece } from '#lib/feed/running-hash'
import { pairingKeyCheck, simMark } from '#lib/feed/sim-mark'
import { statementText } from '#lib/feed/statement'
import { signNote } from '#lib/note'
import { type Log, silentLog } from '#platform/log'
import { exceptionsSource } from './exceptions-source.ts'
import { at, begin, expected, signer } from './testing.ts'

const key = '49015420323751'
const pairing = [aboutSim(key, simMark('the operator’s own', key, 'imsi-234300000000001')), pairingSays()] as const
const rule = ['tac/35921407', ruleSays({ status: 'tracked', by: 'first-force', why: 'model-cloned' })] as const

/** The first batch of a feed, as the centre writes it. */
function batchOf(about: string, says: string): string {
  const change = { no: 1, about, says, seq: 7 }
  const body = `${JSON.stringify(change)}\n`
  const hash = afterPiece(begin.hash, exceptionLine(change)).toString('base64')
  const sum = createHash('sha256').update(body).digest('base64')
  const said = { kind: 'exceptions', origin: signer.name, operator: 'north', first: 1, last: 1 } as const
  const note = signNote(statementText({ ...said, body: sum, hash, at }), signer)
  return `${body}${JSON.stringify({ note, head: '', proofs: [] })}\n`
}

/** What a node warns of that is told this at its first start, and then starts again. */
async function warnings(t: TestContext, [about, says]: readonly [string, string], pairingKey: string | undefined) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-exceptions-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const stop = new AbortController()
  const starts: string[][] = []
  const agrees: (boolean | undefined)[] = []
  for (const reply of [new Response(batchOf(about, says)), new Response('', { status: 503 })]) {
    const warned: string[] = []
    starts.push(warned)
    const source = exceptionsSource({
      ...{ call: async () => reply, file: join(folder, 'exceptions.ndjson'), expected, pairingKey, now: Date.now },
      say: { ...silentLog(), warn: (what: object | string) => void warned.push(String(what)) } as Log,
    })
    await source.load(stop.signal)
    assert.equal(source.no(), 1)
    agrees.push(source.keyAgrees())
    await source.follow(async () => {}, AbortSignal.abort())
  }
  return { starts, agrees }
}

test('B33: a node that is told pairings and has no key for them says so, once a start', async (t) => {
  const { starts } = await warnings(t, pairing, undefined)
  assert.deepEqual(
    starts.map((warned) => warned.length),
    [1, 1],
  )
  assert.match(String(starts[0]), /no --pairing-key-file is set/)
  assert.deepEqual((await warnings(t, pairing, 'the operator’s own')).starts, [[], []])
  assert.deepEqual((await warnings(t, rule, undefined)).starts, [[], []])
})

test('B33: a node with another pairing key than its gateway says so once a start, and knows it', async (t) => {
  const check = [aboutPairingKey, pairingKeyCheck('the operator’s own')] as const
  const wrong = await warnings(t, check, 'the key of another network')
  assert.deepEqual(
    [wrong.agrees, wrong.starts.map((warned) => warned.length)],
    [
      [false, false],
      [1, 1],
    ],
  )
  assert.match(String(wrong.starts[0]), /with another key than the one in --pairing-key-file/)
  assert.deepEqual(await warnings(t, check, 'the operator’s own'), { starts: [[], []], agrees: [true, true] })
  assert.deepEqual(await warnings(t, check, undefined), { starts: [[], []], agrees: [undefined, undefined] })
})
