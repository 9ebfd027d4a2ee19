import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { rebuildView } from '#ledger/rebuild'
import { judgeProof } from '#ledger/verify/proof'
import { imeiOf } from '#lib/imei/imei'
import { type Conflict, lapseOf, type Means } from '#lib/proof'
import { closeCase } from '#modules/reports/commands/close-case'
import { findConflict } from '#modules/reports/commands/find-conflict'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { settleConflict } from '#modules/reports/commands/settle-conflict'
import { showProof } from '#modules/reports/commands/show-proof'
import { withdrawReport } from '#modules/reports/commands/withdraw-report'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'
import { judged, openMachine, openNode } from './support/feed-node.ts'
import { type Loop, openLoop } from './support/loop.ts'

const imei = '490154203237518'
const key = imei.slice(0, 14)

/** A running loop, a node of one operator, and a hand that writes thefts as any channel would. */
async function openFeed(t: TestContext) {
  const loop = await openLoop(t)
  const machine = await openMachine(loop, 'first-network')
  const node = await openNode(machine, 'first-network')
  return { loop, machine, node, ...(await thefts(t, loop)) }
}

async function thefts(t: TestContext, loop: Loop) {
  const database = openDatabase(loop.db.serverUrl, { pipeline: true, max: 2 })
  const { views } = await loadCatalogue()
  const ledger = openLedger({ database, views: [...views.values()], now: () => new Date(), random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await database.close()
  })
  const meta = { actor: 'public', tenant: 'demo-public', cause: 'test' }
  const ok = async (outcome: Promise<{ ok: boolean }>) => assert.equal((await outcome).ok, true)
  return {
    /** First the number alone, as from a borrowed phone: so two cases may come to speak of one handset. */
    report: async (means: Means, imeis: readonly string[] = [imei]) => {
      const theft = randomUUID()
      const line = `v_${randomBytes(16).toString('base64url')}`
      const said = { case: theft, channel: 'web', means: 'number', line, method: 'snatch' } as const
      await ok(ledger.execute(reportTheft, { ...said, imeis: [], parties: nobody }, meta))
      if (means !== 'number')
        await ok(ledger.execute(showProof, { case: theft, means, imeis: [...imeis], parties: nobody }, meta))
      return theft
    },
    prove: (theft: string, means: Means, imeis: readonly string[] = [imei]) =>
      ok(ledger.execute(showProof, { case: theft, means, imeis: [...imeis], parties: nobody }, meta)),
    doubt: (theft: string, conflict: Conflict) => ok(ledger.execute(findConflict, { case: theft, conflict }, meta)),
    settle: (theft: string, conflict: Conflict, stands: boolean) =>
      ok(
        ledger.execute(
          settleConflict,
          { case: theft, conflict, stands, reason: 'identity-checked', parties: nobody },
          meta,
        ),
      ),
    withdraw: (theft: string) =>
      ok(ledger.execute(withdrawReport, { case: theft, why: 'found', means: 'police-handler' }, meta)),
    close: (theft: string, reason: 'returned' | 'no-lead-left') =>
      ok(ledger.execute(closeCase, { case: theft, reason, stops: [] }, meta)),
  }
}

test('G1 G10 A39: a call handler’s report is in the feed, signed and with its proof; taken back, it is off again', async (t) => {
  const { loop, node } = await openFeed(t)
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const send = (path: string, body: object) =>
    fetch(loop.origin + path, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
      body: JSON.stringify(body),
    })
  const waiting = node.ask('&wait=20')
  const sent = await send('/api/reports', { imeis: [imei], method: 'snatch' })
  assert.equal(sent.status, 201)
  const { case: theft } = (await sent.json()) as { case: string }
  const text = await waiting
  const [change] = node.take(text)
  assert.deepEqual(change, { no: 1, key, holds: [{ status: 'blocked' }], seq: change?.seq })

  const { tail } = judged(text, node.vkey, 'first-network')
  assert.equal(tail.proofs.length, 1)
  assert.equal(tail.proofs[0]?.leafIdx, change?.seq)
  assert.deepEqual(judgeProof(JSON.stringify(tail.proofs[0])), { holds: true })
  assert.deepEqual(tail.head.split('\n').slice(1, 3), [`${tail.proofs[0]?.treeSize}`, tail.proofs[0]?.root])
  const { rows } = await loop.db.owner.pool.query(
    'select stream from sealed join event on event.id = event_id where seq = $1',
    [change?.seq],
  )
  assert.deepEqual(rows, [{ stream: `case/${theft}` }])

  const undoing = node.ask('&wait=20')
  assert.equal((await send(`/api/cases/${theft}/withdrawals`, { why: 'found' })).status, 201)
  assert.deepEqual(
    node.take(await undoing).map(({ no, holds }) => [no, holds]),
    [[2, []]],
  )
  assert.equal(node.list.size, 0)
})

test('USERS 4: two cases on one handset: the worse counts, it ends with the last, and what changes nothing is no change', async (t) => {
  const { node, report, prove, withdraw, close } = await openFeed(t)
  const first = await report('panic-card')
  const blocked = await node.follow()
  assert.equal(blocked[0]?.holds[0]?.status, 'blocked')
  assert.ok(Number(blocked[0]?.holds[0]?.until) > Date.now() + 71 * 3_600_000)

  const second = await report('police-handler')
  assert.deepEqual((await node.follow())[0]?.holds, [{ status: 'blocked' }], 'for good, so the weaker one adds nothing')
  await prove(first, 'operator-counter')
  await report('number')
  await withdraw(second)
  await close(first, 'no-lead-left')
  const other = imeiOf('35921407000001' as never)
  await report('police-handler', [other])
  const next = await node.follow()
  assert.deepEqual([next.length, next[0]?.key], [1, other.slice(0, 14)], 'all that came before changed nothing')
  assert.equal(node.list.get(key), 'blocked', 'a case that was closed for want of leads still holds it')
  await close(first, 'returned')
  assert.deepEqual((await node.follow())[0]?.holds, [])
})

test('G10: each hold has its end, so that a node lets it lapse by itself, and another case’s that ends later counts', async (t) => {
  const { node, report, prove } = await openFeed(t)
  const theft = await report('stop-word')
  await node.follow()
  await prove(theft, 'operator-knowledge')
  const [raised] = await node.follow()
  const [{ status, until } = {}] = raised?.holds ?? []
  assert.deepEqual([raised?.holds.length, status], [1, 'blocked'])
  assert.ok(
    Math.abs(Number(until) - Date.parse(lapseOf('operator-knowledge', new Date().toISOString()) ?? '')) < 30_000,
  )
  await report('trusted-person')
  const [later] = await node.follow()
  assert.deepEqual([later?.holds.length, later?.holds[0]?.status], [1, 'blocked'])
  assert.ok(Number(later?.holds[0]?.until) > Number(until))
})

test('the ladder’s conflicts: what speaks against a report holds a further block back, until a person finds that it stands', async (t) => {
  const { node, report, prove, doubt, settle } = await openFeed(t)
  const theft = await report('number')
  await doubt(theft, 'number-ported')
  await doubt(theft, 'second-claimant')
  await prove(theft, 'operator-knowledge')
  await settle(theft, 'number-ported', true)
  const other = imeiOf('35921407000001' as never)
  await report('police-handler', [other])
  assert.deepEqual(
    (await node.follow()).map((change) => change.key),
    [other.slice(0, 14)],
    'nothing while one is open',
  )
  await settle(theft, 'second-claimant', true)
  const [change] = await node.follow()
  assert.deepEqual([change?.key, change?.holds[0]?.status], [key, 'blocked'])
})

test('a case that names another handset lets go of the first in the same sealed entry, also while it is in doubt', async (t) => {
  const { loop, node, report, prove, doubt, settle } = await openFeed(t)
  const [right = '', third = ''] = ['35921407000001', '35921407000002'].map((one) => imeiOf(one as never))
  const theft = await report('panic-card')
  await node.follow()
  await prove(theft, 'operator-counter', [right])
  const changes = await node.follow()
  assert.deepEqual(
    changes.map((change) => [change.no, change.key, change.holds]),
    [
      [2, right.slice(0, 14), [{ status: 'blocked' }]],
      [3, key, []],
    ],
  )
  assert.equal(changes[0]?.seq, changes[1]?.seq)
  await doubt(theft, 'second-claimant')
  await prove(theft, 'purchase-document', [third])
  assert.deepEqual(
    (await node.follow()).map((change) => [change.key, change.holds]),
    [[right.slice(0, 14), []]],
    'the new one waits for a person; the old one is nobody’s',
  )
  await prove(theft, 'crime-reference', [imei])
  await settle(theft, 'second-claimant', true)
  assert.deepEqual(
    (await node.follow()).map((change) => [change.key, change.holds]),
    [[key, [{ status: 'blocked' }]]],
    'what was held back is let go too',
  )
  const view = (await loadCatalogue()).views.get('blocklist')
  assert.ok(view)
  const database = openDatabase(loop.db.url, { max: 1, pipeline: true })
  t.after(() => database.close())
  const { missing, surplus } = await rebuildView(database, view)
  assert.deepEqual([missing, surplus], [0, 0])
})

test('a handset’s two IMEIs are one sealed entry; built again from the ledger the list has the same numbers and hashes', async (t) => {
  const { loop, node, report, withdraw } = await openFeed(t)
  const pair = [imei, imeiOf('35921407000002' as never)]
  const theft = await report('police-handler', pair)
  const both = await node.follow()
  assert.deepEqual(
    both.map(({ no, key: one }) => [no, one]),
    pair
      .map((one) => one.slice(0, 14))
      .sort()
      .map((one, at) => [at + 1, one]),
  )
  assert.equal(new Set(both.map(({ seq }) => seq)).size, 1)
  await withdraw(theft)
  await node.follow()
  await report('police-handler')
  await node.follow()

  const view = (await loadCatalogue()).views.get('blocklist')
  assert.ok(view)
  const database = openDatabase(loop.db.url, { max: 1, pipeline: true })
  t.after(() => database.close())
  const { missing, surplus, rows } = await rebuildView(database, view)
  assert.deepEqual([missing, surplus], [0, 0])
  assert.ok(rows > 5)
  await report('police-handler', [pair[1] ?? ''])
  assert.deepEqual(
    (await node.follow()).map(({ no }) => no),
    [6],
    'and it goes on from there, under the same hash',
  )
})

test('G9: a node takes the whole list, goes on from its number, and both sides prove that they agree or where they do not', async (t) => {
  const { machine, node, report, withdraw } = await openFeed(t)
  const thefts = await Promise.all(
    ['35921407000011', '35921407000012', '35999907000013'].map((one) =>
      report('police-handler', [imeiOf(one as never)]),
    ),
  )
  while (node.no < 3) await node.follow()
  const late = await openNode(machine, 'first-network')
  const answer = await late.snapshot()
  assert.equal(answer.headers.get('content-encoding'), 'gzip')
  assert.deepEqual([late.no, late.hash, [...late.list]], [node.no, node.hash, [...node.list].sort()])
  await withdraw(thefts[0] ?? '')
  assert.deepEqual(await late.follow(), await node.follow())

  const compare = async (tacs: object[], no = late.no, run = {}) =>
    (await (await machine.post('/api/blocklist/agreement', { no, tacs, node: 'east', ...run })).json()) as {
      agrees: boolean
      count: number
      differ: { tac: string; count: number }[]
      changed: string[]
    }
  const same = await compare(late.sums())
  assert.deepEqual([same.agrees, same.count, same.differ, same.changed], [true, 2, [], []])
  late.list.set('35999907000013', 'tracked')
  late.list.set('35777707000013', 'blocked')
  const other = await compare(late.sums())
  assert.equal(other.agrees, false)
  assert.deepEqual(
    other.differ.map(({ tac, count }) => [tac, count]),
    [
      ['35777707', 0],
      ['35999907', 1],
    ],
  )
  assert.deepEqual((await compare(late.sums(), 3)).changed, ['35921407'], 'what changed since is not held against it')
  const differing = async () =>
    /ringback_feed_differing_tacs\{operator="first-network",node="east"\} (\d+)/.exec(
      await (await machine.get('/metrics')).text(),
    )?.[1]
  assert.equal(await differing(), '2')

  const [below, above] = [
    late.sums().filter(({ tac }) => tac < '35921408'),
    late.sums().filter(({ tac }) => tac >= '35921408'),
  ]
  const first = await compare(below, late.no, { to: '35921407' })
  assert.deepEqual(
    [first.agrees, first.count, first.differ.map(({ tac }) => tac)],
    [false, 1, ['35777707']],
    'a run is judged by itself',
  )
  late.list.set('35999907000013', 'blocked')
  assert.equal(await differing(), '2', 'not all is said before the last run')
  const second = await compare(late.sums().slice(below.length), late.no, { from: '35921408', differed: 1 })
  assert.deepEqual([second.agrees, second.count], [true, 1])
  assert.equal(await differing(), '1')
  const outside = await machine.post('/api/blocklist/agreement', { no: late.no, tacs: above, to: '35921407' })
  assert.equal(outside.status, 400)
  const metrics = await (await machine.get('/metrics')).text()
  assert.match(metrics, /ringback_feed_lag_changes\{operator="first-network",node=""\} [01]\n/)
})

test('a batch that somebody changed on the way, kept back or made up is found', async (t) => {
  const { machine, node, report } = await openFeed(t)
  await report('police-handler')
  await report('police-handler', [imeiOf('35921407000021' as never)])
  const text = await machine.get('/api/blocklist/changes?after=0').then((one) => one.text())
  const whole = await untilTwo(machine, text)
  const end = whole.lastIndexOf('\n', whole.length - 2) + 1
  const tail = JSON.parse(whole.slice(end)) as { note: string }
  const withNote = (note: string) => whole.slice(0, end) + JSON.stringify({ ...tail, note })
  const cases = {
    'another handset': whole.replace(key, '49015420323752'),
    'a change left out': whole.slice(whole.indexOf('\n') + 1),
    'a change twice': whole.slice(0, whole.indexOf('\n') + 1) + whole,
    'a weaker hold': whole.replace('blocked', 'tracked'),
    'an end': whole.replace('"blocked"', '"blocked","until":1'),
    'for somebody else': withNote(tail.note.replace('first-network', 'other-network')),
    'a later time': withNote(tail.note.replace(/20\d\d-/, '2099-')),
    'no signature': withNote(tail.note.replace(/— \S+ \S+/, `— ${node.vkey.split('+')[0]} ${'A'.repeat(92)}`)),
  }
  for (const [what, forged] of Object.entries(cases)) assert.throws(() => node.take(forged), Error, what)
  assert.equal(node.no, 0)
  assert.equal(node.take(whole).length, 2)
  assert.throws(() => node.take(whole), /not what was asked for/, 'played again')
})

async function untilTwo(machine: Awaited<ReturnType<typeof openMachine>>, first: string): Promise<string> {
  let text = first
  for (let tries = 0; tries < 600 && !text.includes('"no":2'); tries++)
    text = await (await machine.get('/api/blocklist/changes?after=0')).text()
  return text
}

test('who asks beyond the end, within a batch, or with another history is told to take the whole list', async (t) => {
  const { loop, machine, node, report } = await openFeed(t)
  await report('police-handler', [imei, imeiOf('35921407000031' as never)])
  await node.follow()
  await report('police-handler', [imeiOf('35921407000032' as never)])
  await node.follow()
  const told = async (query: string) => {
    const answer = await machine.get(`/api/blocklist/changes?${query}`)
    return [answer.status, (await answer.json()) as { code: string; detail: string }] as const
  }
  for (const [query, says] of [
    ['after=4', /not reached/],
    ['after=1', /No batch ended/],
    [`after=2&hash=${'ab'.repeat(32)}`, /running hash differs/],
  ] as const) {
    const [status, { code, detail }] = await told(query)
    assert.deepEqual([status, code], [410, 'snapshot-needed'], query)
    assert.match(detail, says)
    assert.match(detail, /The last number here is 3\. Take the whole list at \/api\/blocklist\/snapshot/)
  }
  await loop.db.owner.pool.query('delete from list_change where no <= 2; delete from list_piece where last <= 2')
  assert.match((await told('after=0'))[1].detail, /no longer kept/)
})

test('only an operator may follow the feed; its key is for anyone', async (t) => {
  const { loop } = await openFeed(t)
  const bank = await openMachine(loop, 'a-bank', 'bank')
  for (const path of ['/api/blocklist/changes?after=0', '/api/blocklist/snapshot']) {
    assert.equal((await fetch(loop.origin + path)).status, 401)
    assert.equal((await bank.get(path)).status, 403)
  }
  assert.equal((await bank.post('/api/blocklist/agreement', { no: 0, tacs: [] })).status, 403)
  assert.match(
    await (await fetch(`${loop.origin}/api/blocklist/key`)).text(),
    /^ringback\.localhost\/ledger\/feed\+[0-9a-f]{8}\+/,
  )
})

test('who waits is told at the change and not before, all at once; without a change the wait ends with a signed nothing', async (t) => {
  const { loop, machine, node, report } = await openFeed(t)
  assert.deepEqual(await node.follow('&wait=0.2'), [])
  const others = await Promise.all(
    Array.from({ length: 5 }, async (_, n) => openNode(await openMachine(loop, `network-${n}`), `network-${n}`)),
  )
  const waiting = [node, ...others].map((one) => one.follow())
  await report('police-handler')
  for (const changes of await Promise.all(waiting))
    assert.deepEqual(
      changes.map(({ no }) => no),
      [1],
    )
  const { rows } = await loop.db.owner.pool.query(
    `select tenant, act, record, subject, purpose from audit where record = 'blocklist' and tenant = 'first-network'`,
  )
  assert.deepEqual(rows, [
    { tenant: 'first-network', act: 'look', record: 'blocklist', subject: 'blocklist/1-1', purpose: 'block-handset' },
  ])
  assert.equal((await machine.get('/api/blocklist/changes?after=1&proofs=none')).status, 200)
})
