import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { asPartner, asStaff, idleLedger, testApp } from '#http/testing'
import { openLedger } from '#ledger'
import { canonical } from '#lib/canonical-json'
import { openDatabase } from '#platform/database'
import { testDatabase } from '#test/support/database'
import forgetReadings from './jobs/forget-readings.ts'
import route from './routes/take-readings.ts'

const now = new Date('2026-11-24T10:00:00.000Z')
const reading = {
  imei: '490154203237510', // a network's spare digit: no check digit that holds
  how: 'refused-attach',
  country: 'GB',
  at: '2026-11-24T09:59:00.000Z',
  ref: 'attach-1',
}

const operator = { ...asPartner('north', 'operator'), 'ringback-purpose': 'block-handset' }
const maker = { ...asPartner('a-maker', 'maker'), 'ringback-purpose': 'lock-handset' }

async function desk(t: TestContext) {
  const db = await testDatabase(t)
  const database = openDatabase(db.serverUrl, { pipeline: true, max: 4 })
  const ledger = openLedger({ database, views: [], now: () => now, random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await database.close()
  })
  const app = await testApp(t, db, [route], { ledger: { ...idleLedger, append: ledger.append }, clock: () => now })
  const send = (payload: unknown, headers: Record<string, string> = operator) =>
    app.inject({ method: 'POST', url: '/api/sightings', headers, payload: payload as object })
  const readings = async () => (await db.owner.pool.query('select * from sighting_reading order by ref')).rows
  const facts = async () =>
    (await db.owner.pool.query(`select data, tenant from event where type = 'sightings.readings-taken' order by id`))
      .rows
  return { db, send, readings, facts }
}

test('D1: a batch of readings is kept, with one fact that vouches for it by its hash', async (t) => {
  const { send, readings, facts } = await desk(t)
  const sent = await send({ readings: [reading, { ...reading, ref: 'attach-2', imei: '4901542032375112' }] })
  assert.deepEqual([sent.statusCode, sent.json()], [202, { taken: 2, known: 0, refused: [] }])
  const rows = await readings()
  assert.deepEqual(
    rows.map(({ imei_key, partner }) => [imei_key, partner]),
    [
      ['49015420323751', 'north'],
      ['49015420323751', 'north'],
    ],
  )
  const [fact, ...more] = await facts()
  assert.equal(more.length, 0)
  const kept = rows.map(({ batch: _, received_at: __, ...row }) => row)
  assert.equal(fact.data.sha256, createHash('sha256').update(canonical(kept)).digest('hex'))
  assert.deepEqual([fact.data.by, fact.data.readings, fact.tenant], ['north', 2, 'north'])
  assert.doesNotMatch(JSON.stringify(rows), /attach-1/, 'their own id stays theirs')
})

test('a replayed batch is known, at the same time too; another partner’s same reference is another reading', async (t) => {
  const { send, readings, facts } = await desk(t)
  const batch = { readings: Array.from({ length: 50 }, (_, n) => ({ ...reading, ref: `a-${n}` })) }
  const answers = await Promise.all([send(batch), send(batch), send(batch)])
  assert.equal(
    answers.map((one) => one.json().taken as number).reduce((sum, one) => sum + one),
    50,
  )
  assert.deepEqual((await send(batch)).json(), { taken: 0, known: 50, refused: [] })
  assert.deepEqual((await send({ readings: [...batch.readings, { ...reading, ref: 'new' }] })).json().taken, 1)
  assert.equal((await send(batch, maker)).json().taken, 50)
  assert.equal((await readings()).length, 101)
  assert.equal((await facts()).length, 3)
})

test('a clock two minutes ahead is believed, one further ahead is not; a reading that comes months late is kept', async (t) => {
  const { send, readings } = await desk(t)
  const sent = await send({
    readings: [
      { ...reading, ref: '1', at: '2026-11-24T10:02:00.000Z' },
      { ...reading, ref: '2', at: '2026-11-24T10:02:00.001Z' },
      { ...reading, ref: '3', at: '2026-03-01T01:00:00.000+01:00' },
      { ...reading, ref: '4', imei: '000000000000000' },
      { ...reading, ref: '5', imei: 'A0000049DDDDDD' },
      { ...reading, ref: '6', imei: '12345' },
    ],
  })
  const { taken, refused } = sent.json() as { taken: number; refused: { reading: number; why: string }[] }
  assert.equal(taken, 2)
  assert.deepEqual(
    refused.map((one) => one.reading),
    [1, 3, 4, 5],
  )
  assert.match(refused[0]?.why ?? '', /clock/)
  assert.deepEqual((await readings()).map(({ at }) => at).sort(), [
    '2026-03-01T00:00:00.000Z',
    '2026-11-24T10:02:00.000Z',
  ])
  const none = await send({ readings: [{ ...reading, imei: '12345' }] })
  assert.deepEqual([none.statusCode, none.json().errors[0].pointer], [400, '#/readings/0/imei'])
})

test('more than how, when and in which country is refused: who and where finer stays with the operator', async (t) => {
  const { send, readings } = await desk(t)
  const bad = [
    { ...reading, supi: 'imsi-234300000000001' },
    { ...reading, cell: '234-30-1' },
    { ...reading, country: 'XX' },
    { ...reading, country: 'gb' },
    { ...reading, country: 'UK' },
    { ...reading, how: 'dealer-check' },
    { ...reading, at: 'yesterday' },
    { ...reading, ref: 'seen by a person' },
    { ...reading, ref: '' },
  ]
  for (const one of bad) {
    const answer = await send({ readings: [reading, one] })
    assert.deepEqual([answer.statusCode, answer.json().code], [400, 'invalid-input'], JSON.stringify(one))
    assert.doesNotMatch(answer.body, /234300000000001|490154/)
  }
  assert.equal((await send({ readings: [] })).statusCode, 400)
  assert.equal(
    (await send({ readings: Array.from({ length: 1001 }, (_, n) => ({ ...reading, ref: `${n}` })) })).statusCode,
    400,
  )
  assert.equal((await send({ readings: [reading], more: 1 })).statusCode, 400)
  const huge = await send(`{"readings":"${'x'.repeat(10_000_000)}"}`, {
    ...operator,
    'content-type': 'application/json',
  })
  assert.deepEqual([huge.statusCode, huge.json().code], [413, 'body-too-large'])
  assert.deepEqual(await readings(), [])
})

test('only operators and makers may report: others are told that it is not their role', async (t) => {
  const { send } = await desk(t)
  const batch = { readings: [reading] }
  assert.equal((await send(batch, {})).statusCode, 401)
  assert.deepEqual((await send(batch, { ...operator, ...asPartner('a-bank', 'bank') })).json().code, 'not-your-role')
  assert.equal(
    (await send(batch, { ...asStaff('response-officer'), 'ringback-purpose': 'respond-to-theft' })).statusCode,
    403,
  )
  assert.equal((await send(batch, maker)).statusCode, 202)
})

test('whatever is sent is taken or refused with a reason, and never a fault', async (t) => {
  const { send } = await desk(t)
  const anything = fc.record(
    {
      imei: fc.string(),
      how: fc.string(),
      country: fc.string(),
      at: fc.string(),
      ref: fc.string(),
      more: fc.anything(),
    },
    { requiredKeys: [] },
  )
  const nearly = fc.record({
    imei: fc.stringMatching(/^[0-9]{12,18}$/),
    how: fc.constant('new-sim'),
    country: fc.constantFrom('GB', 'DZ'),
    at: fc.constantFrom('2026-11-24T09:00:00Z', '0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z'),
    ref: fc.stringMatching(/^[\w.:-]{1,64}$/),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(anything, nearly), { maxLength: 6 }), async (readings) => {
      const { statusCode, body } = await send(JSON.stringify({ readings }), {
        ...operator,
        'content-type': 'application/json',
      })
      assert.ok([202, 400].includes(statusCode), body)
    }),
    { numRuns: 60 },
  )
})

test('D1: readings are forgotten after 28 days; what concerned a case is on it by then', async (t) => {
  const { db, send, readings, facts } = await desk(t)
  await send({ readings: [reading] })
  const run = (days: number) => {
    const later = () => new Date(Date.now() + days * 86_400_000)
    return forgetReadings.run({ db: db.server.kysely, now: later } as never)
  }
  await run(27)
  assert.equal((await readings()).length, 1)
  await run(29)
  assert.deepEqual([(await readings()).length, (await facts()).length], [0, 1])
})
