import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { wordsOf } from './support/case-visitor.ts'
import { enrol, enrolledPhone, quietGateway, sellPhone, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { wholeFile } from './support/site.ts'

const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee', 'demo-o2')] })
await quietGateway(loop)
await loop.organisation('demo-met', 'force')

const rows = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows
const theftOf = async (): Promise<string> =>
  (
    await rows(
      `select data ->> 'case' as case from event where type = 'reports.theft-reported' order by id desc limit 1`,
    )
  )[0].case
/** Every kind that the case has asked anybody for, and the state of each. */
const askedIn = async (theft: string) => {
  const found = await rows(`select kind, state, input from action where stream = $1`, [`case/${theft}`])
  return found as { kind: string; state: string; input: { imeiKeys?: string[] } }[]
}
const settled = (theft: string, kind: string, state: string) =>
  loop.until(`${kind} is ${state}`, async () =>
    (await askedIn(theft)).some((one) => one.kind === kind && one.state === state),
  )
const stopsIn = async (theft: string) =>
  (await askedIn(theft)).map(({ kind }) => kind).filter((kind) => /^(suspend|block|freeze)-/.test(kind))
const calledFor = (theft: string, conflict: string) =>
  loop.until('a person is called', async () => {
    const found = await rows(`select settled_at from case_conflict where case_id = $1 and conflict = $2`, [
      theft,
      conflict,
    ])
    return found.length === 1 && found[0].settled_at === null
  })
const operator = async (path: string, body: object) => {
  const [{ url }] = await rows(`select config ->> 'baseUrl' as url from partner where slug = 'demo-ee'`)
  return (await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })).json()
}
const keyOf = (imei: string) => imei.slice(0, 14)

test('P2: a misheard number stops nobody’s phone: the right name does not belong to it, and a person is called; the right number is stopped', async () => {
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const { name, postcode } = subscriberOf('+447700900123')
  const said = { method: 'snatch', vouched: 'officer-present', name, born: '', postcode, place: '' }
  const report = async (line: string, more = {}) =>
    wordsOf(await (await sendForm(loop, '/staff/report', { ...said, line, ...more }, { cookie })).text())
  assert.match(await report('07700 900129'), /Reported/)
  const misheard = await theftOf()
  await settled(misheard, 'match-identity', 'refused')
  await calledFor(misheard, 'number-unconfirmed')
  assert.deepEqual(await stopsIn(misheard), [])

  assert.match(await report('07700 900123'), /Reported/)
  const right = await theftOf()
  await settled(right, 'suspend-line', 'acknowledged')
  await settled(right, 'block-handset', 'acknowledged')

  const nobody = { name: '', postcode: '' }
  assert.match(await report('07700 900124', nobody), /Ask for the number again/)
  assert.match(
    await report('07700 900124', { ...nobody, lineAgain: '07700 900125' }),
    /The two numbers are not the same/,
  )
  assert.match(await report('07700 900124', { ...nobody, lineAgain: '+44 7700 900124' }), /Reported/)
  const twice = await theftOf()
  await settled(twice, 'suspend-line', 'acknowledged')
})

test('P2: a force’s own system that neither names the holder nor read the number back gets the soft holds, and a person', async () => {
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const send = async (body: object) => {
    const headers = { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl }
    const answer = await fetch(`${loop.origin}/api/reports`, { method: 'POST', headers, body: JSON.stringify(body) })
    assert.equal(answer.status, 201, await answer.clone().text())
    return ((await answer.json()) as { case: string }).case
  }
  const once = await send({ number: '07700 900130', method: 'snatch' })
  await calledFor(once, 'number-unconfirmed')
  assert.deepEqual(await stopsIn(once), [])
  const { name, born } = subscriberOf('+447700900131')
  const named = await send({ number: '07700 900131', method: 'snatch', holder: { name, born } })
  await settled(named, 'block-handset', 'acknowledged')
  // No operator has this number: what was read back is taken as heard right, for nobody could say.
  const foreign = await send({
    number: '+1 212 555 0100',
    method: 'snatch',
    imeis: ['356938035643809'],
    readBack: true,
  })
  await settled(foreign, 'block-handset', 'acknowledged')
})

test('P2: an old card of a number that somebody else has now stops neither their line nor their phone, and a person is called', async () => {
  const { card } = await enrolledPhone(loop, { number: '07700 900132' })
  await operator('/_subscribers', [{ line: '+447700900132', holderSince: new Date(Date.now() + 1000).toISOString() }])
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch' })).status, 303)
  const theft = await theftOf()
  await settled(theft, 'suspend-line', 'refused')
  await settled(theft, 'find-handset', 'refused')
  await calledFor(theft, 'number-unconfirmed')
  assert.ok(!(await stopsIn(theft)).includes('block-handset'))
})

test('P2: a trusted person finds whose phone it is among three before it is stopped, and is not asked in danger', async () => {
  const { trustedCode } = await enrolledPhone(loop, { number: '07700 900133', trusted: 'friend@example.org' })
  const before = await rows(`select from event where type = 'reports.theft-reported'`)
  const page = wordsOf(await (await sendForm(loop, '/stop', { code: trustedCode, method: 'snatch' })).text())
  const name = 'A…: Phone ending in 33'
  assert.match(page, new RegExp(`Which phone is it\\?.*Stop ${name}`))
  const others = [...page.matchAll(/Stop (\S{1,2}…: Phone ending in \d\d)/g)].map(([, other = '']) => other)
  assert.equal(new Set(others).size, 3)
  const stop = (which: string) => sendForm(loop, '/stop', { code: trustedCode, method: 'snatch', which })
  for (const which of others.filter((other) => other !== name))
    assert.match(wordsOf(await (await stop(which)).text()), /Your code is not for this phone/)
  assert.doesNotMatch(page, /900133|A Name/)
  assert.equal((await rows(`select from event where type = 'reports.theft-reported'`)).length, before.length)
  assert.equal((await stop(name)).status, 303)
  const second = await enrolledPhone(loop, { number: '07700 900134', trusted: 'friend@example.org' })
  const danger = await sendForm(loop, '/stop', { code: second.trustedCode, method: 'snatch', danger: 'yes' })
  assert.equal(danger.status, 303)
})

test('USERS 4, business rival: a shop that sells somebody else’s phone to a friend has stopped no phone of theirs', async () => {
  const theirs = '353325106734563'
  await sellPhone(loop, theirs, '07700 900135')
  const { card } = await enrol(loop, { number: '07700 900135', imei: theirs })
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch' })).status, 303)
  const theft = await theftOf()
  await settled(theft, 'block-handset', 'acknowledged')
  const blocked = (await askedIn(theft)).flatMap(({ kind, input }) =>
    kind === 'block-handset' ? (input.imeiKeys ?? []) : [],
  )
  assert.ok(!blocked.includes(keyOf(theirs)), blocked.join())

  // The honest owner, whose SIM is in the thief’s phone by now: the operator saw it in the phone that was sold.
  const own = '359214070000009'
  const since = new Date(Date.now() - 60_000).toISOString()
  const owner = await enrolledPhone(loop, { number: '07700 900136', imei: own })
  await operator('/_subscribers', [{ line: '+447700900136', imeis: ['352099001761481'], earlier: [own], since }])
  await sendForm(loop, '/stop', { code: owner.card, method: 'snatch' })
  const honest = await theftOf()
  await settled(honest, 'block-handset', 'acknowledged')
  const stopped = (await askedIn(honest)).flatMap(({ kind, input }) =>
    kind === 'block-handset' ? (input.imeiKeys ?? []) : [],
  )
  assert.deepEqual([...new Set(stopped)], [keyOf(own)])
})
