import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { addClient } from '#http/sign-in/partner-client'
import { openLedger } from '#ledger'
import { type ExceptionChange, exceptionLine } from '#lib/feed/exceptions'
import { afterPiece, noChanges } from '#lib/feed/running-hash'
import { parseVerifier } from '#lib/note'
import { liftRule, setRule } from '#modules/blocklist/public'
import { openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'
import startNotify from '../simulators/notify.ts'
import { pairingKeyOf } from '../simulators/operators/pairing.ts'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { openClient } from '../src/eir/centre-client.ts'
import { exceptionsSource } from '../src/eir/follow/exceptions-source.ts'
import { feedSource } from '../src/eir/follow/feed-source.ts'
import { openKept } from '../src/eir/follow/kept-list.ts'
import { runEir } from '../src/eir/run-eir.ts'
import { sentBy } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { judged, openMachine } from './support/feed-node.ts'
import { type Loop, openLoop } from './support/loop.ts'
import { operatorWithLines } from './support/operator-with-lines.ts'

const imei = '490154203237518'
const mine = '+447700900111'
const unknown = 'ERROR_EQUIPMENT_UNKNOWN'

const rowsOf = async (loop: Loop, sql: string, values: unknown[] = []) =>
  (await loop.db.owner.pool.query(sql, values)).rows

/** A node of `demo-ee` over a folder of its own; started again it has what it had. `cut`: without its centre. */
async function openNodes(t: TestContext, loop: Loop) {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-node-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const client = await addClient(loop.db.owner.kysely as never, 'demo-ee')
  const vkey = await (await fetch(`${loop.origin}/api/blocklist/key`)).text()
  return async ({ cut = false, now = Date.now } = {}) => {
    const expected = { verifier: parseVerifier(vkey), operator: 'demo-ee' }
    const say = silentLog()
    const kept = await openKept(join(folder, 'list'), expected)
    const call = openClient({ url: cut ? 'http://127.0.0.1:1' : loop.origin, ...client, now: Date.now })
    const common = { call, expected, now, say, waitSeconds: 1, firstWaitMs: 20 }
    const source = feedSource({ ...common, kept, node: undefined })
    const file = join(folder, 'exceptions.ndjson')
    const exceptions = exceptionsSource({ ...common, file, pairingKey: pairingKeyOf('demo-ee') })
    const [stop, listening] = [new AbortController(), Promise.withResolvers<{ port: number; healthPort: number }>()]
    const ended = runEir({
      ...{ source, feed: source.feed, exceptions, host: '127.0.0.1', port: 0, healthPort: 0, unknown: 'unknown' },
      ...{ threads: 2, say, now, drainMs: 50, signal: stop.signal, onListening: listening.resolve },
    })
    const close = async () => {
      stop.abort()
      await ended
      await kept.close().catch(() => undefined)
    }
    t.after(close)
    const { port, healthPort } = await listening.promise
    return {
      close,
      metrics: async () => (await fetch(`http://127.0.0.1:${healthPort}/metrics`)).text(),
      says: async (pei: string, supi?: string) => {
        const asked = `pei=imei-${pei}${supi === undefined ? '' : `&supi=${supi}`}`
        const answer = await fetch(`http://127.0.0.1:${port}/n5g-eir-eic/v1/equipment-status?${asked}`, {
          headers: { connection: 'close' }, // so that each thread is asked in turn
        })
        const { status, cause } = (await answer.json()) as { status?: string; cause?: string }
        return cause ?? String(status)
      },
    }
  }
}

test('B33 appeal: an honest owner whose number was cloned is heard; a person decides, and the node lets in that SIM and no other', async (t) => {
  const [mineOperator, other] = [operatorWithLines('demo-ee'), operatorWithLines('demo-o2')]
  const loop = await openLoop(t, { simulators: [mineOperator.start, other.start, startNotify] })
  const nodes = await openNodes(t, loop)
  const node = await nodes()
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const said = {
    line: '07700 900301',
    lineAgain: '07700 900301',
    method: 'robbery',
    vouched: 'officer-present',
    place: 'Soho',
    imeis: imei,
  }
  assert.equal((await sendForm(loop, '/staff/report', said, { cookie })).status, 200)
  const supi = subscriberOf(mine).supi
  await loop.until('the phone is refused', async () => (await node.says(imei, supi)) === 'BLACKLISTED')

  const appeal = { imei, line: '07700 900111', since: '2024, from a shop', contact: 'a@example.org' }
  const heard = await (await sendForm(loop, '/refused', appeal)).text()
  assert.match(heard, /We have heard you/)
  const nothing = await (await sendForm(loop, '/refused', { ...appeal, imei: '356938035643809' })).text()
  assert.match(nothing, /No report stands against this phone/)
  const empty = await (await sendForm(loop, '/refused', { ...appeal, line: '' })).text()
  assert.match(empty, /Enter your mobile number/)
  assert.doesNotMatch(empty, /taken/)
  const waiting = await loop.until(
    'a person is asked',
    async () => (await rowsOf(loop, 'select * from case_appeal'))[0],
  )
  assert.equal(await node.says(imei, supi), 'BLACKLISTED', 'saying so lets nobody in')
  const doubts = await rowsOf(loop, `select from event where type = 'reports.conflict-found'`)
  assert.deepEqual(doubts, [], 'nor does a word alone hold back what is done for the victim')

  const queue = await (await fetch(`${loop.origin}/staff/conflicts`, { headers: { cookie } })).text()
  assert.match(queue, new RegExp(`/staff/appeals/${waiting.appeal}`))
  const page = await (await fetch(`${loop.origin}/staff/appeals/${waiting.appeal}`, { headers: { cookie } })).text()
  assert.match(page, /from a shop/)
  const decide = (granted: string, reason: string) =>
    sendForm(loop, `/staff/appeals/${waiting.appeal}`, { granted, reason }, { cookie })
  assert.equal((await decide('yes', 'phone-seen')).status, 303)
  await loop.until('the SIM is let in', async () => (await node.says(imei, supi)) === 'WHITELISTED')
  const others = [subscriberOf('+447700900112').supi, subscriberOf('+447700900301').supi, undefined]
  for (const one of others) assert.equal(await node.says(imei, one), 'BLACKLISTED', one)
  assert.match(await node.metrics(), /ringback_eir_exceptions_number 2/)
  assert.match(await node.metrics(), /ringback_eir_pairing_key_agrees 1/)
  const toldBy = (words: RegExp) =>
    loop.until('whoever appealed is told', async () =>
      (await sentBy(loop)).find((one) => one.to === appeal.contact && words.test(one.text)),
    )
  assert.match((await toldBy(/let your phone work with your SIM again/)).subject ?? '', /that you wrote to us about/)

  const [ee, o2] = [await openMachine(loop, 'demo-ee'), await openMachine(loop, 'demo-o2')]
  const told = async (machine: typeof ee) => (await machine.get('/api/blocklist/exceptions?after=0')).text()
  assert.match(await told(ee), /"about":"sim\/49015420323751\//)
  assert.match(await told(ee), /"about":"pairing-key"/)
  assert.doesNotMatch(await told(o2), /sim\/|pairing-key/, 'another operator learns nothing of it')
  const everything = JSON.stringify(await rowsOf(loop, 'select data, owes from event'))
  assert.ok(!everything.includes(supi.replace('imsi-', '')), 'no SUPI stands in the ledger')
  const appeals = JSON.stringify(await rowsOf(loop, `select data, owes from event where stream like 'appeal/%'`))
  assert.ok(!appeals.includes(imei.slice(0, 14)), 'nor an IMEI in the stream of an appeal')
  assert.deepEqual(await rowsOf(loop, `select from action where kind = 'pair-handset' and stream like 'case/%'`), [])

  await node.close()
  const again = await nodes({ cut: true })
  assert.equal(await again.says(imei, supi), 'WHITELISTED', 'from its own disk, with the centre away')
  assert.equal(await again.says(imei, others[0]), 'BLACKLISTED')
  await again.close()

  const last = await nodes()
  assert.equal((await decide('no', 'new-fact')).status, 303)
  await loop.until('it is taken back', async () => (await last.says(imei, supi)) === 'BLACKLISTED')
  await toldBy(/The phone stays stopped/)
  const messages = (await sentBy(loop)).filter(({ to }) => to === appeal.contact)
  assert.equal(messages.length, 2, 'once each')
})

/** Sets and lifts rules as the command line does. */
function openRules(t: TestContext, loop: Loop) {
  const database = openDatabase(loop.db.serverUrl, { max: 2, pipeline: true })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  t.after(() => database.close())
  const meta = { actor: 'system:rule', tenant: 'demo-met', cause: 'test' }
  const by = 'demo-met'
  return {
    set: async (about: string, status: 'blocked' | 'tracked', until?: string) =>
      assert.ok((await ledger.execute(setRule, { about, status, until, by, why: 'model-cloned' }, meta)).ok),
    lift: async (about: string) => assert.ok((await ledger.execute(liftRule, { about, by }, meta)).ok),
  }
}

test('a rule on a model or a range reaches the node, which answers by it, keeps it over a restart, and lets it end by itself', async (t) => {
  const loop = await openLoop(t, { simulators: [operatorWithLines('demo-ee').start] })
  const nodes = await openNodes(t, loop)
  const clock = { ms: 0 }
  const now = () => Date.now() + clock.ms
  const node = await nodes({ now })
  const rules = openRules(t, loop)
  const [within, beside] = ['359214070000150', '359214070000500']
  assert.equal(await node.says(within), unknown)
  await rules.set('tac/35921407', 'tracked')
  await rules.set('range/35921407000010-35921407000019', 'blocked', new Date(Date.now() + 3_600_000).toISOString())
  await loop.until('both hold', async () => (await node.says(within)) === 'BLACKLISTED')
  assert.equal(await node.says(beside), 'GREYLISTED')
  assert.equal(await node.says('359214080000150'), unknown, 'an unknown TAC is never refused')
  await node.close()
  const again = await nodes({ cut: true, now })
  assert.equal(await again.says(within), 'BLACKLISTED')
  assert.equal(await again.says(beside), 'GREYLISTED')
  clock.ms = 2 * 3_600_000
  await loop.until('the range ends by itself', async () => (await again.says(within)) === 'GREYLISTED')
  await again.close()
  const last = await nodes()
  await rules.lift('tac/35921407')
  await loop.until('the rule is lifted', async () => (await last.says(beside)) === unknown)
})

/** What a node makes of a batch, from docs/guide/feed.md alone. */
function takenFrom(text: string, vkey: string, from: { no: number; hash: Buffer }) {
  const batch = judged(text, vkey, 'demo-ee')
  assert.equal(batch.kind, 'exceptions')
  const changes = batch.lines.map((line) => JSON.parse(line) as ExceptionChange)
  const hash = changes.reduce((before, change) => afterPiece(before, exceptionLine(change)), from.hash)
  assert.equal(hash.toString('hex'), batch.hash)
  assert.deepEqual(
    changes.map(({ no }) => no),
    changes.map((_, at) => from.no + 1 + at),
  )
  assert.deepEqual([batch.one, batch.two], [from.no + 1, from.no + changes.length])
  return { no: batch.two, hash, changes }
}

test('what stands beside the list is numbered without a gap, hashed and signed; another history is told to begin again', async (t) => {
  const loop = await openLoop(t)
  const machine = await openMachine(loop, 'demo-ee')
  const vkey = (await (await machine.get('/api/blocklist/key')).text()).trim()
  const rules = openRules(t, loop)
  const get = (query: string) => machine.get(`/api/blocklist/exceptions?${query}`)
  const begin = { no: 0, hash: noChanges }
  assert.deepEqual(takenFrom(await (await get('after=0')).text(), vkey, begin).changes, [])
  const waiting = get('after=0&wait=20')
  await rules.set('tac/35921407', 'tracked')
  const first = takenFrom(await (await waiting).text(), vkey, begin)
  assert.deepEqual(
    first.changes.map(({ about, says }) => [about, says]),
    [['tac/35921407', 'tracked,demo-met,model-cloned']],
  )
  await rules.lift('tac/35921407')
  const next = await (await get(`after=1&hash=${first.hash.toString('hex')}&wait=20`)).text()
  assert.deepEqual(
    takenFrom(next, vkey, first).changes.map(({ about, says }) => [about, says]),
    [['tac/35921407', '']],
  )
  for (const query of ['after=3', `after=1&hash=${'ab'.repeat(32)}`]) {
    const answer = await get(query)
    const { code, detail } = (await answer.json()) as { code: string; detail: string }
    assert.deepEqual([answer.status, code], [410, 'snapshot-needed'])
    assert.match(detail, /Ask with after=0, and go on from what you have until you have taken and checked all/)
  }
  const bank = await openMachine(loop, 'a-bank', 'bank')
  assert.equal((await bank.get('/api/blocklist/exceptions?after=0')).status, 403)
  assert.equal((await fetch(`${loop.origin}/api/blocklist/exceptions?after=0`)).status, 401)
})

test('USERS 4: whoever asks about a refused phone when five others wait is told so, and to ask again', async (t) => {
  const loop = await openLoop(t, { simulators: [operatorWithLines('demo-ee').start] })
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const said = {
    line: '07700 900301',
    lineAgain: '07700 900301',
    method: 'robbery',
    vouched: 'officer-present',
    place: 'Soho',
    imeis: imei,
  }
  assert.equal((await sendForm(loop, '/staff/report', said, { cookie })).status, 200)
  const ask = async (line: string) => {
    const appeal = { imei, line, since: '2024, from a shop', contact: 'a@example.org' }
    return (await sendForm(loop, '/refused', appeal)).text()
  }
  for (const last of [1, 2, 3, 4, 5]) assert.match(await ask(`07700 90011${last}`), /We have heard you/)
  await loop.until('five wait', async () => (await rowsOf(loop, 'select from case_appeal')).length === 5)
  const told = await ask('07700 900116')
  assert.match(told, /Others asked about this phone first/)
  assert.match(told, /We have not kept what you wrote/)
  assert.match(await ask('07700 900113'), /We have heard you/, 'this one waits already')
  assert.equal((await rowsOf(loop, 'select from case_appeal')).length, 5)
})
