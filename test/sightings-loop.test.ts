import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { readStream } from '#ledger'
import { type Place, type Running, runSimulators, type Tools } from '../simulators/frame.ts'
import { pretendOperator } from '../simulators/operators/operator.ts'
import allOperators, { operators } from '../simulators/operators.ts'
import { type Loop, openLoop, type Simulator } from './support/loop.ts'

const imei = '490154203237518'

/** Keeps what a simulator started, so that the test can give it commands. */
function kept(start: Simulator) {
  const running = new Map<string, Running>()
  const simulator: Simulator = async (place) => {
    const started = await start(place)
    for (const one of [started].flat()) running.set(one.slug, one)
    return started
  }
  const command = async (slug: string, path: string, body: object) => {
    const address = `${running.get(slug)?.config.baseUrl}${path}`
    const reply = await fetch(address, { method: 'POST', body: JSON.stringify(body) })
    assert.equal(reply.status, 200)
    return (await reply.json()) as Record<string, unknown>
  }
  return { simulator, command }
}

async function report(loop: Loop): Promise<string> {
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const sent = await fetch(`${loop.origin}/api/reports`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ imeis: [imei], method: 'snatch' }),
  })
  assert.equal(sent.status, 201, await sent.clone().text())
  return ((await sent.json()) as { case: string }).case
}

const blocks = async ({ db }: Loop, theft: string, state: string): Promise<string[]> => {
  const { rows } = await db.owner.pool.query<{ partner: string }>(
    `select partner from action where stream = $1 and kind = 'block-handset' and state = $2 order by partner`,
    [`case/${theft}`, state],
  )
  return rows.map(({ partner }) => partner)
}

const sightings = async ({ db }: Loop, theft: string) =>
  (await readStream(db.owner.pool, `case/${theft}`))
    .filter(({ type }) => type === 'sightings.handset-seen')
    .map(({ data }) => data as { how: string; country: string; by: string; at: string })

const seen = (loop: Loop, theft: string, count: number) =>
  loop.until(`the case has ${count} sightings`, async () => {
    const found = await sightings(loop, theft)
    return found.length === count && found.map(({ how, country, by }) => [how, country, by])
  })

test('B65 B12 A39: blocked at all operators while one is away; the phone is refused, and its case learns of it wherever it tries', async (t) => {
  const { simulator, command } = kept(allOperators)
  const loop = await openLoop(t, { simulators: [simulator] })
  await command('demo-three', '/_faults', { outage: true })
  const theft = await report(loop)
  const others = operators.map(([slug]) => slug).filter((slug) => slug !== 'demo-three')
  await loop.until('the others have blocked it', async () => {
    return (await blocks(loop, theft, 'acknowledged')).length === others.length
  })
  assert.deepEqual(await blocks(loop, theft, 'owed'), ['demo-three'])
  assert.deepEqual(await blocks(loop, theft, 'acknowledged'), others.sort())
  assert.equal((await command('demo-three', '/_attach', { imei })).admitted, true, 'not asked yet')
  await command('demo-three', '/_faults', {})

  for (const slug of others) assert.equal((await command(slug, '/_attach', { imei })).admitted, false, slug)
  const first = await loop.until('the refusals are on the case', async () => {
    const found = await sightings(loop, theft)
    return found.length > 0 && found
  })
  assert.deepEqual([first[0]?.how, first[0]?.country], ['refused-attach', 'GB'])
  const abroad = await command('demo-voxi', '/_attach', { imei, supi: 'imsi-60301000000001', country: 'DZ' })
  assert.equal(abroad.reported, 'foreign-attach')
  // Thirteen refusals of one handset within a minute are one sighting of it.
  assert.deepEqual(
    (await seen(loop, theft, 2)).map(([how, country]) => [how, country]),
    [
      ['refused-attach', 'GB'],
      ['foreign-attach', 'DZ'],
    ],
  )

  await loop.until('the one that was away has blocked it too', async () => {
    return (await blocks(loop, theft, 'acknowledged')).length === operators.length
  })
  assert.equal((await command('demo-three', '/_attach', { imei })).admitted, false)
})

test('B26: a phone that is switched on for the first time 180 days later is refused and is on its case at once', async (t) => {
  let ahead = 0
  const { simulator, command } = kept((place) => startOne(place))
  const loop = await openLoop(t, { simulators: [simulator], now: () => new Date(Date.now() + ahead) })
  const theft = await report(loop)
  await loop.until('it is blocked', async () => (await blocks(loop, theft, 'acknowledged')).length === 1)
  ahead = 180 * 86_400_000
  assert.equal((await command('demo-ee', '/_attach', { imei: `${imei.slice(0, 14)}07` })).admitted, false)
  assert.deepEqual(await seen(loop, theft, 1), [['refused-attach', 'GB', 'demo-ee']])
  const [sighting] = await sightings(loop, theft)
  assert.ok(Date.parse(sighting?.at ?? '') > Date.now() + ahead - 60_000)
})

test('a forged receipt, another operator’s and a forged token change nothing, and each is told what is wrong', async (t) => {
  const { ringback, loop, theft } = await withOwnHands(t)
  const { rows } = await loop.db.owner.pool.query<{ id: string; partner: string }>(
    'select id, partner from action where stream = $1 order by partner',
    [`case/${theft}`],
  )
  const [ee, o2] = rows
  const claim = (action: string | undefined, partner: string) => {
    const parts = [{ alg: 'EdDSA', kid: 'forged' }, { action, partner, outcome: 'acknowledged' }, 'x'.repeat(64)]
    return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  }
  const forged = await ringback('demo-ee').post('/api/receipts', { receipt: claim(ee?.id, 'demo-ee') })
  const others = await ringback('demo-ee').post('/api/receipts', { receipt: claim(o2?.id, 'demo-o2') })
  const nothing = await ringback('demo-ee').post('/api/receipts', { receipt: 'x' })
  const said = [forged, others, nothing].map(({ status, body }) => {
    return [status, (body as { code: string }).code, (body as { detail: string }).detail]
  })
  assert.ok(
    said.every(([status, code]) => status === 422 && code === 'receipt-refused'),
    JSON.stringify(said),
  )
  assert.match(String(said[1]?.[2]), /none of yours/)
  assert.deepEqual(await blocks(loop, theft, 'owed'), ['demo-ee', 'demo-o2'])

  const bearer = { authorization: 'Bearer eyJhbGciOiJub25lIn0.e30.', 'content-type': 'application/json' }
  const body = JSON.stringify({ readings: [] })
  const stranger = await fetch(`${loop.origin}/api/sightings`, { method: 'POST', headers: bearer, body })
  assert.deepEqual([stranger.status, ((await stranger.json()) as { code: string }).code], [401, 'credentials-refused'])
})

const now = () => new Date()
const startOne = (place: Place) =>
  runSimulators([pretendOperator({ slug: 'demo-ee', name: 'EE', numberRanges: [], now: place.now })], place)

/** Two operators that answer no order, so that every receipt is the test's own; `ringback` calls as one of them. */
async function withOwnHands(t: TestContext) {
  const tools = new Map<string, Tools>()
  const contracts = ['demo-ee', 'demo-o2'].map((slug) => ({
    ...pretendOperator({ slug, name: slug, numberRanges: [], now }),
    judge: () => ({ taken: 'LATER' }),
    started: (given: Tools) => void tools.set(slug, given),
  }))
  const loop = await openLoop(t, { simulators: [(place) => runSimulators(contracts, place)] })
  const theft = await report(loop)
  await loop.until('both are asked', async () => (await blocks(loop, theft, 'owed')).length === 2)
  const ringback = (slug: string) => {
    const found = tools.get(slug)?.ringback
    assert.ok(found)
    return found
  }
  return { ringback, loop, theft }
}
