import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import canonicalize from 'canonicalize'
import { compactVerify, createLocalJWKSet } from 'jose'
import { readStream } from '#ledger'
import { checkDigit } from '#lib/imei/imei'
import { type Loop, openLoop } from './support/loop.ts'

const stolen = '490154203237518'
const other = '356938035643809'

type Batch = {
  answers: { row: number; imeiKey: string | null; status: string; advice: string }[]
  receipt: string
  number: string
}

async function counters(t: TestContext) {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  await loop.organisation('demo-shop', 'dealer')
  const handler = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const dealer = await loop.staff('demo-shop', 'dealer', 'check-before-buying')
  const send = (cookie: string, path: string, body: object) =>
    fetch(loop.origin + path, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
      body: JSON.stringify(body),
    })
  const taken = await send(handler.cookie, '/api/reports', { imeis: [stolen], method: 'snatch' })
  const { case: theft } = (await taken.json()) as { case: string }
  return { loop, theft, handler, dealer, ask: send }
}

const factsOf = async ({ db }: Loop, theft: string, type: string) =>
  (await readStream(db.owner.pool, `case/${theft}`)).filter((event) => event.type === type).map(({ data }) => data)

test('B64 G8: a whole delivery in one question: each row answered in its place, one signed receipt, and the stolen one is seen', async (t) => {
  const { loop, theft, dealer, ask } = await counters(t)
  const imeis = [other, ' 49-015420-323751-8 ', '490154203237519', '4901542032375101', '']
  const answer = await ask(dealer.cookie, '/api/imei-checks/batch', { imeis })
  assert.equal(answer.status, 200, await answer.clone().text())
  const { answers, receipt, number } = (await answer.json()) as Batch
  assert.deepEqual(
    answers.map(({ row, imeiKey, status }) => [row, imeiKey, status]),
    [
      [0, '35693803564380', 'unknown'],
      [1, '49015420323751', 'stolen'],
      [2, null, 'unreadable'],
      [3, '49015420323751', 'stolen'],
      [4, null, 'unreadable'],
    ],
  )
  assert.match(answers[2]?.advice ?? '', /digits of this IMEI are wrong/)
  const keys = (await (await fetch(`${loop.origin}/.well-known/jwks.json`)).json()) as Parameters<
    typeof createLocalJWKSet
  >[0]
  const { payload } = await compactVerify(receipt, createLocalJWKSet(keys))
  const statement = JSON.parse(new TextDecoder().decode(payload)) as Record<string, unknown>
  const hash = createHash('sha256')
    .update(canonicalize(answers) ?? '')
    .digest('base64url')
  assert.deepEqual([statement.answers, statement.jti, statement.checks], [hash, number, 5])
  assert.deepEqual(
    (await factsOf(loop, theft, 'sightings.handset-seen')).map((fact) => (fact as { how: string }).how),
    ['dealer-check'],
  )
  assert.equal((await factsOf(loop, theft, 'register.warning-shown')).length, 1)
})

test('E1 G8: officers ask the same of a box; the case hears of an officer, and nobody was about to buy', async (t) => {
  const { loop, theft, handler, ask } = await counters(t)
  const answer = await ask(handler.cookie, '/api/imei-checks/batch', { imeis: [stolen, other] })
  assert.equal(answer.status, 200, await answer.clone().text())
  assert.deepEqual(
    (await factsOf(loop, theft, 'sightings.handset-seen')).map((fact) => (fact as { how: string }).how),
    ['officer-check'],
  )
  assert.equal((await factsOf(loop, theft, 'register.warning-shown')).length, 0)
})

test('G4: what many ask at one moment is answered to each, audited for each, and what a case hears is in the transaction of the audit', async (t) => {
  const { loop, theft, handler, dealer, ask } = await counters(t)
  const asked = Array.from({ length: 40 }, (_, n) => ({
    cookie: n % 2 ? handler.cookie : dealer.cookie,
    imei: n % 4 < 2 ? stolen : other,
  }))
  const answers = await Promise.all(
    asked.map(async ({ cookie, imei }) => (await ask(cookie, '/api/imei-checks', { imei })).json()),
  )
  assert.deepEqual(
    answers.map((answer) => (answer as { status: string }).status),
    asked.map(({ imei }) => (imei === stolen ? 'stolen' : 'unknown')),
  )
  const { rows } = await loop.db.owner.pool.query<{ actor: string; rows: string; requests: string }>(
    `select actor, count(*) as rows, count(distinct request) as requests from audit
     where record = 'imei-status' and act = 'look' group by actor order by actor`,
  )
  const both = [handler, dealer].map(({ id }) => ({ actor: `staff:${id}`, rows: '20', requests: '20' }))
  assert.deepEqual(
    rows,
    both.sort((a, b) => (a.actor < b.actor ? -1 : 1)),
  )
  const { rows: together } = await loop.db.owner.pool.query(
    `select from event e join audit a on e.xmin = a.xmin and e.cause = 'request/' || a.request and e.actor = a.actor
     where e.stream = $1 and e.type in ('sightings.handset-seen', 'register.warning-shown')`,
    [`case/${theft}`],
  )
  assert.equal(
    together.length,
    2,
    'one sighting within the minute and one warning, each beside the look that brought it',
  )
})

test('DPA 2018 s.62: a check that cannot be audited is not answered, and its case hears nothing', async (t) => {
  const { loop, theft, dealer, ask } = await counters(t)
  await loop.db.owner.pool.query('revoke insert on audit from ringback_server')
  for (const [path, body] of [
    ['/api/imei-checks', { imei: stolen }],
    ['/api/imei-checks/batch', { imeis: [stolen] }],
  ] as const) {
    const answer = await ask(dealer.cookie, path, body)
    assert.equal(answer.status, 500)
    assert.doesNotMatch(await answer.text(), /stolen/)
  }
  assert.deepEqual(await factsOf(loop, theft, 'sightings.handset-seen'), [])
})

test('G8: 1,000 handsets in one call, most of them reported in the same case or another: each case hears once', async (t) => {
  const { loop, theft, handler, ask } = await counters(t)
  const many = Array.from({ length: 998 }, (_, n) => `35${String(n).padStart(12, '0')}`).map(
    (key) => key + checkDigit(key),
  )
  const cases = await Promise.all(
    many.slice(0, 8).map(async (imei) => {
      const taken = await ask(handler.cookie, '/api/reports', { imeis: [imei], method: 'snatch' })
      return ((await taken.json()) as { case: string }).case
    }),
  )
  const answer = await ask(handler.cookie, '/api/imei-checks/batch', { imeis: [stolen, stolen, ...many] })
  const { answers } = (await answer.json()) as Batch
  assert.equal(answers.filter(({ status }) => status === 'stolen').length, 10)
  for (const one of [theft, ...cases]) assert.equal((await factsOf(loop, one, 'sightings.handset-seen')).length, 1)
})

test('USERS 4: IMEI harvesting: nobody without a role asks in bulk, and nobody asks about more than 1,000', async (t) => {
  const { dealer, ask } = await counters(t)
  assert.equal((await ask('', '/api/imei-checks/batch', { imeis: [other] })).status, 401)
  const tooMany = await ask(dealer.cookie, '/api/imei-checks/batch', { imeis: Array(1001).fill(other) })
  assert.equal(tooMany.status, 400)
  assert.match(await tooMany.text(), /1000|1,000/)
})
