import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Kysely } from 'kysely'
import { type ImeiStatus, statusOf } from '#modules/register/public'
import type { Place, Running } from '../simulators/frame.ts'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { enrolledPhone, quietGateway, sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

/** The whole system with two operators, and a clock that a test may put forward. */
async function opened(t: TestContext) {
  const clock = { ahead: 0 }
  const operators = new Map<string, Running>()
  const start = async (place: Place) => {
    const running = await startOperators('demo-ee', 'demo-o2')(place)
    for (const one of running) operators.set(one.slug, one)
    return running
  }
  const loop = await openLoop(t, { simulators: [start], now: () => new Date(Date.now() + clock.ahead) })
  const ask = async (slug: string, path: string, body?: unknown) => {
    const init = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }
    return (await (await fetch(`${operators.get(slug)?.config.baseUrl}${path}`, init)).json()) as Record<
      string,
      unknown
    >
  }
  const rows = async <Row>(sql: string, values: unknown[] = []) =>
    (await loop.db.owner.pool.query(sql, values)).rows as Row[]
  return { loop, clock, ask, rows }
}

const acknowledged = (loop: Loop, rows: Awaited<ReturnType<typeof opened>>['rows'], kind: string, many = 1) =>
  loop.until(`${kind} is confirmed`, async () => {
    const found = await rows<{ stream: string; until: string | null }>(
      `select stream, until from action where kind = $1 and state = 'acknowledged'`,
      [kind],
    )
    return found.length === many && found
  })

const report = (loop: Loop, line: string) => sendForm(loop, '/report', { line, method: 'snatch' })

test('a claim at level 0 stops no call, holds the number, and leaves nothing after 60 minutes, to the second', async (t) => {
  const { loop, clock, ask, rows } = await opened(t)
  const line = '+447700900123'
  assert.equal((await report(loop, '07700 900123')).status, 200)
  const [hold] = await acknowledged(loop, rows, 'hold-line-changes')
  const end = Date.parse(hold?.until ?? '')
  assert.deepEqual(await ask('demo-ee', '/_call', { line, to: '+447700900456' }), { connected: true })
  const swapped = () => ask('demo-ee', '/_change', { line, what: 'SIM_SWAP' })
  assert.deepEqual(await swapped(), { done: false })
  assert.deepEqual(await ask('demo-ee', '/_change', { line, what: 'SIM_SWAP', inPerson: true }), { done: true })
  clock.ahead = end - Date.now() - 1000
  assert.deepEqual(await swapped(), { done: false })
  clock.ahead = end - Date.now()
  assert.deepEqual(await swapped(), { done: true })
  assert.equal((await report(loop, '07700 900123')).status, 200)
  const cases = await rows('select 1 from event where type = $1', ['reports.theft-reported'])
  assert.equal(cases.length, 2, 'the lapsed claim does not stand in the way')
})

test('a report at level 1 leaves nothing after 72 hours, to the second: no bar, no block, no “wait” for a buyer', async (t) => {
  const { loop, clock, ask, rows } = await opened(t)
  await quietGateway(loop)
  const imei = '490154203237518'
  const line = '+447700900124'
  const { card } = await enrolledPhone(loop, { number: '07700 900124', imei })
  await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })
  const [block] = await acknowledged(loop, rows, 'block-handset', 2)
  await acknowledged(loop, rows, 'suspend-line')
  const end = Date.parse(block?.until ?? '')
  const db = loop.db.owner.kysely as unknown as Kysely<ImeiStatus>
  const seen = async () => ({
    eir: (await ask('demo-o2', `/n5g-eir-eic/v1/equipment-status?pei=imei-${imei}`)).status,
    calls: (await ask('demo-ee', '/_call', { line, to: '+447700900456' })).connected,
    emergency: (await ask('demo-ee', '/_call', { line, to: '999' })).connected,
    buyer: await statusOf(db, imei.slice(0, 14) as never, new Date(Date.now() + clock.ahead)),
  })
  assert.deepEqual(await seen(), { eir: 'BLACKLISTED', calls: false, emergency: true, buyer: 'wait' })
  clock.ahead = end - Date.now() - 1000
  assert.deepEqual(await seen(), { eir: 'BLACKLISTED', calls: false, emergency: true, buyer: 'wait' })
  clock.ahead = end - Date.now()
  assert.deepEqual(await seen(), { eir: 'WHITELISTED', calls: true, emergency: true, buyer: 'clear' })
})

test('B07: a force’s own system reports by number alone; its operator tells the handset, and every operator blocks it', async (t) => {
  const { loop, rows } = await opened(t)
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const send = (body: object) =>
    fetch(`${loop.origin}/api/reports`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
      body: JSON.stringify(body),
    })
  const place = { text: 'Oxford Circus', lon: -0.1419, lat: 51.5152 }
  const first = await send({
    number: '07700 900125',
    readBack: true,
    method: 'snatch',
    place,
    description: 'on a bike',
    safeMode: true,
  })
  assert.equal(first.status, 201, await first.clone().text())
  const { case: theft, joined } = (await first.json()) as { case: string; joined: boolean }
  assert.equal(joined, false)
  await acknowledged(loop, rows, 'block-handset', 2)
  const again = (await (await send({ number: '+44 7700 900125', readBack: true, method: 'snatch' })).json()) as object
  assert.deepEqual(again, { case: theft, joined: true, asked: 2 })
  const [row] = await loop.until('the case can be listed', async () => {
    const found = await rows<object>('select force, level, means, safe_mode, imei_keys from theft_case')
    return (found[0] as { imei_keys: string[] } | undefined)?.imei_keys.length === 1 && found
  })
  const key = subscriberOf('+447700900125').imeis[0]?.slice(0, 14)
  assert.deepEqual(row, { force: 'demo-met', level: 2, means: 'police-handler', safe_mode: true, imei_keys: [key] })
  for (const wrong of [
    { method: 'snatch' },
    { number: '0770', method: 'snatch' },
    { number: '07700900125', method: 'snatch', more: 1 },
  ])
    assert.ok([400, 422].includes((await send(wrong)).status), JSON.stringify(wrong))
})

test('an officer reports for somebody on one page; the helper is on the record, and the code can be read out', async (t) => {
  const { loop, rows } = await opened(t)
  await loop.organisation('demo-met', 'force')
  const { cookie, id } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const empty = await fetch(`${loop.origin}/staff/report`, { headers: { cookie, accept: 'text/html' } })
  assert.equal(empty.status, 200, 'the page opens before anything was typed')
  const typed = {
    line: '07700 900126',
    lineAgain: '07700 900126',
    method: 'robbery',
    vouched: 'officer-present',
    place: 'Soho',
  }
  const wrong = await sendForm(
    loop,
    '/staff/report',
    { ...typed, line: '1', description: 'red <b>coat</b>' },
    { cookie },
  )
  const page = await wrong.text()
  assert.match(page, /<title>Error: /)
  assert.ok(page.includes('red &lt;b&gt;coat&lt;/b&gt;') && page.includes('value="Soho"'))
  const answer = await sendForm(loop, '/staff/report', typed, { cookie })
  const told = await answer.text()
  assert.match(told, /Code: <strong[^>]*>[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}<.*Word: <strong>[a-z]+</s)
  const [first] = await rows<{ actor: string; data: object }>(
    `select actor, data from event where type = 'reports.theft-reported'`,
  )
  assert.match(first?.actor ?? '', new RegExp(id))
  assert.equal((first?.data as { means?: string } | undefined)?.means, 'officer-present')
  await acknowledged(loop, rows, 'block-handset', 2)
})

test('an operator that does not answer is “No answer yet”, and nothing is claimed for it', async (t) => {
  const { loop, rows } = await opened(t)
  const answer = await report(loop, '07700 900127')
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const { name, postcode } = subscriberOf('+447700900127')
  // A name goes to nobody who has not said that the line is its own (docs/adr/0034).
  await loop.until('the network has said that the line is its own', async () => {
    const { rowCount } = await loop.db.owner.pool.query(
      `select from action where kind = 'hold-line-changes' and state = 'acknowledged'`,
    )
    return rowCount === 1
  })
  await loop.db.owner.pool.query(
    `update partner set config = config || '{"baseUrl":"http://127.0.0.1:9"}' where slug = 'demo-ee'`,
  )
  await loop.db.owner.pool.query(`select pg_notify('partner', '')`)
  const token = /name="token" value="([^"]+)"/.exec(await answer.text())?.[1] ?? ''
  const who = { token, skip: '', name, born: '', postcode }
  const said = await sendForm(loop, '/report/who', who, { cookie, 'sec-fetch-site': 'same-origin' })
  const own = (said.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  const again = await sendForm(loop, '/report/who', who, { cookie: own })
  const [code, sameCode] = [await said.text(), await again.text()].map((page) => /rb-number">([^<]+)</.exec(page)?.[1])
  assert.ok(code)
  assert.equal(sameCode, code, 'a reload that sends the form again shows the same code')
  const [claims] = await rows<{ n: number }>(
    `select count(*)::int as n from event where type = 'reports.identity-claimed'`,
  )
  assert.equal(claims?.n, 1, 'and asks nobody twice')
  // Nor does a browser that keeps no cookie: its form is all that it has.
  const bare = { ...who, token: String(token) }
  for (let sent = 0; sent < 2; sent++) {
    const page = await (await sendForm(loop, '/report/who', bare)).text()
    assert.equal(/rb-number">([^<]+)</.exec(page)?.[1], code)
  }
  const asked = await rows(`select from event where type in ('reports.identity-claimed', 'victims.access-given')`)
  assert.equal(asked.length, 2, 'one question and one code')
  const text = await loop.until('the page says so', async () => {
    const page = await (await fetch(`${loop.origin}/report/receipt`, { headers: { cookie: own } })).text()
    return /Ask if it is you<\/dt>\s*<dd><span class="rb-state rb-state--no-answer">/.test(page) && page
  })
  assert.doesNotMatch(text, /Your network says it is you/)
  assert.match(text, /No answer yet/)
})
