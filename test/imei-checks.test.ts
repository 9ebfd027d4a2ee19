import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import canonicalize from 'canonicalize'
import { compactVerify, createLocalJWKSet } from 'jose'
import { readStream } from '#ledger'
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

test('USERS 4: IMEI harvesting: nobody without a role asks in bulk, and nobody asks about more than 1,000', async (t) => {
  const { dealer, ask } = await counters(t)
  assert.equal((await ask('', '/api/imei-checks/batch', { imeis: [other] })).status, 401)
  const tooMany = await ask(dealer.cookie, '/api/imei-checks/batch', { imeis: Array(1001).fill(other) })
  assert.equal(tooMany.status, 400)
  assert.match(await tooMany.text(), /1000|1,000/)
})
