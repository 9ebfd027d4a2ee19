import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOperators } from '../simulators/operators.ts'
import startPushService from '../simulators/push-service.ts'
import { enrolledPhone, quietGateway, sendForm, twoDaysAgo, vaultValue } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { askedOn, handsetsOn, keptTwoDaysAgo, minePage, ticketOn } from './support/mine.ts'
import { wholeFile } from './support/site.ts'

const imei = '490154203237518'
const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee'), startPushService] })
await quietGateway(loop)
const mine = minePage(loop)
const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows

test('B78 B60: a trusted person opens their page by a passkey and stops the phone with one button; no copy, no other place and no other phone’s passkey does', async () => {
  const first = await enrolledPhone(loop, { number: '07700 900123', imei, trusted: 'friend@example.org' })
  const other = await enrolledPhone(loop, { number: '07700 900145', trusted: 'other@example.org' })
  const passkey = mine.newPasskey()
  const stranger = mine.newPasskey()

  // Keeping: our challenge, our origin, our host, somebody whom the device knows; and once.
  const typed = await mine.page({ do: 'code', code: first.trustedCode })
  assert.match(typed, /Phone ending in 23/)
  assert.doesNotMatch(typed, /900123|490154203237518|A Name|a@example/)
  const asked = askedOn(typed, 'create')
  for (const odd of [{ origin: 'https://ringback.example' }, { rpId: 'ringback.example' }, { verified: false }])
    assert.match(await mine.page({ do: 'keep', credential: passkey.create(asked, odd) }), /did not show who you are/)
  const forged = { ...asked, challenge: Buffer.from('our own challenge').toString('base64url') }
  assert.match(await mine.page({ do: 'keep', credential: passkey.create(forged) }), /open for too long/)
  for (const nothing of ['', '{}', 'null', '[]', '{"id":'])
    assert.match(await mine.page({ do: 'keep', credential: nothing }), /did not show who you are/)
  assert.equal((await rows('select from passkey')).length, 0)
  assert.match(await mine.page({ do: 'keep', credential: passkey.create(asked) }), /Your passkey is kept/)
  assert.match(await mine.page({ do: 'keep', credential: stranger.create(asked) }), /You have this passkey already/)
  await mine.keep(other.trustedCode, stranger)

  // Opening: an answer counts once, its counter goes up, and it is ours.
  const shut = await mine.shut()
  assert.match(shut, /Open with my passkey/)
  const answer = passkey.get(askedOn(shut, 'get'))
  const page = await mine.page({ do: 'open', credential: answer })
  assert.match(page, /Phone ending in 23/)
  assert.doesNotMatch(page, /Phone ending in 45/, 'a passkey opens no other phone')
  assert.match(await mine.page({ do: 'open', credential: answer }), /This was used already/)
  assert.match(await mine.open(passkey, { counter: 1 }), /may have a copy of this passkey/)
  for (const odd of [{ origin: 'https://ringback.example' }, { rpId: 'ringback.example' }, { verified: false }])
    assert.match(await mine.open(stranger, odd), /did not show who you are/)
  const theirs = JSON.parse(stranger.get(askedOn(await mine.shut(), 'get')))
  const posing = JSON.stringify({ ...theirs, id: passkey.id, rawId: passkey.id })
  assert.match(await mine.page({ do: 'open', credential: posing }), /did not show who you are/)
  assert.match(await mine.open(mine.newPasskey()), /We do not know this passkey/)
  const made = await mine.page({ do: 'open', credential: passkey.create(asked) })
  assert.match(made, /open for too long/, 'a challenge for keeping opens nothing')

  // Stopping: what another's page names is not theirs to stop.
  const [handset = ''] = handsetsOn(page)
  const strange = await mine.open(stranger)
  assert.match(strange, /Phone ending in 45/)
  assert.match(await mine.page({ do: 'stop', ticket: ticketOn(strange), handset }), /open for too long/)
  assert.match(await mine.page({ do: 'stop', ticket: 'made-up', handset }), /open for too long/)
  assert.equal((await rows('select from open_case')).length, 0)
  const stopped = await mine.post({ do: 'stop', ticket: ticketOn(page), handset })
  assert.deepEqual([stopped.status, stopped.headers.get('location')], [303, '/report/receipt'])
  await loop.until('the handset is blocked', async () => {
    const [row] = await rows(
      `select c.means, c.level, c.imei_keys from action a join theft_case c on a.stream = 'case/' || c.case_id
        where a.kind = 'block-handset' and a.state = 'acknowledged'`,
    )
    if (!row || row.imei_keys.length === 0) return false
    assert.deepEqual(row, { means: 'trusted-person', level: 1, imei_keys: [imei.slice(0, 14)] })
    return true
  })

  // Starting again: as the code itself may, and no sooner than a day after it was given.
  const back = () => mine.page({ do: 'found', ticket: ticketOn(page), handset })
  assert.match(await back(), /You did not have this a day before the report/)
  await twoDaysAgo(loop)
  for (const stands of [true, false]) {
    assert.equal((await rows('select from open_case')).length > 0, stands)
    assert.match(await back(), /We have heard you. If this is enough, the phone starts/)
  }

  // A family's second phone; and the end of one's own passkey.
  const two = await mine.page({ do: 'add', ticket: ticketOn(page), code: other.trustedCode })
  assert.match(two, /Phone ending in 23[\s\S]*Phone ending in 45/)
  assert.match(await mine.page({ do: 'add', ticket: ticketOn(page), code: other.trustedCode }), /on your page already/)
  // They can say that somebody is in danger, and that the owner is afraid of who may have it.
  assert.match(two, /Are you safe\?[\s\S]*name="danger"[\s\S]*name="safe"/)
  const [, afraid = ''] = handsetsOn(two)
  const inDanger = { do: 'stop', ticket: ticketOn(two), handset: afraid, danger: 'yes', safe: 'yes' }
  assert.equal((await mine.post(inDanger)).headers.get('location'), '/report/receipt?danger=yes')
  const [told] = await rows(
    `select data ->> 'safeMode' as safe, data ->> 'danger' as danger from event
      where type = 'reports.theft-reported' order by id desc limit 1`,
  )
  assert.deepEqual(told, { safe: 'true', danger: 'true' })
  assert.match(
    await mine.page({ do: 'add', ticket: ticketOn(page), code: 'H7K2-9QRM-4T3X' }),
    /We do not know this code/,
  )
  assert.match(await mine.page({ do: 'forget', ticket: ticketOn(page) }), /opens nothing any more/)
  assert.match(await mine.open(passkey), /We do not know this passkey/)
  assert.match(await mine.page({ do: 'stop', ticket: ticketOn(page), handset }), /open for too long/)

  // Five wrong answers of one passkey end its tries for an hour, and nobody else's.
  for (let n = 0; n < 2; n++) await mine.open(stranger, { verified: false })
  assert.match(await mine.open(stranger), /This passkey was tried five times/)
  const third = mine.newPasskey()
  await mine.keep(first.trustedCode, third)
  assert.match(await mine.open(third), /Phone ending in 23/)
  await loop.db.owner.pool.query(
    `update stop_secret set until = now() where secret in (select secret from passkey_phone)`,
  )
  assert.match(
    await mine.open(third),
    /There is no phone on your page any more/,
    'a code that ended ends for passkeys too',
  )

  // In the ledger are references and hashes only.
  const kept = await rows(`select data::text from event where stream like 'passkey/%'`)
  assert.ok(kept.length > 8)
  for (const { data } of kept) for (const { id } of [passkey, stranger, third]) assert.ok(!data.includes(id))
})

test('B78 B51: a trusted person is told on their own device, never in safe mode; the owner’s passkey says “that was not me”, and an old card’s only stops', async () => {
  const safe = await enrolledPhone(loop, { number: '07700 900146', trusted: 'friend@example.org' })
  await loop.organisation('demo-maker', 'maker')
  await rows(`insert into partner (slug, connector, config, paused) values ('demo-maker', 'none', '{}', true)`)
  const maker = { maker: 'demo-maker' }
  const phone = await enrolledPhone(loop, { number: '07700 900124', trusted: 'friend@example.org', more: maker })

  const friend = mine.newPasskey({ travels: true, counts: false })
  const theirs = await mine.keep(phone.trustedCode, friend)
  await mine.page({ do: 'add', ticket: ticketOn(theirs), code: safe.trustedCode })
  const page = await mine.open(friend)
  assert.match(page, /demo-maker phone ending in 24[\s\S]*Phone ending in 46/)
  assert.match(page, /data-push="[\w-]{80,}"/)
  const [{ config }] = await rows(`select config from partner where slug = 'demo-push'`)
  const subscribed = await fetch(`${config.baseUrl}/_subscribe`, { method: 'POST', body: '{}' })
  const take = (subscription: string) => mine.page({ do: 'push', ticket: ticketOn(page), subscription })
  for (const nothing of [
    '',
    '{}',
    JSON.stringify({ endpoint: 'http://push.example', keys: { p256dh: 'a', auth: 'b' } }),
  ])
    assert.match(await take(nothing), /This device was not taken/)
  assert.match(await take(await subscribed.text()), /We tell you here/)

  // A card may be found with a stolen bag: it says nothing of the phone, its number or its owner.
  for (const page of [
    await mine.page({ do: 'code', code: phone.card }),
    await mine.keep(phone.card, mine.newPasskey()),
  ]) {
    assert.match(page, /The phone of this card/)
    assert.doesNotMatch(page, /An…|demo-maker|ending in|aria-label="[^"]*24/)
  }
  const own = mine.newPasskey()
  const travels = mine.newPasskey({ travels: true })
  const [handset = ''] = handsetsOn(await mine.keep(phone.card, own))
  await mine.keep(phone.card, travels)
  // A clerk, or who "helps", saw the new card: it stops, and starts nothing. The owner types what went to their phone besides.
  assert.match(await mine.page({ do: 'found', ticket: ticketOn(await mine.open(own)), handset }), /which can only stop/)
  const sent = async () => (await rows(`select data from event where type = 'register.own-code-sent'`)).length
  const clerk = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const asShop = { do: 'own', ticket: ticketOn(await mine.open(own)), handset }
  await sendForm(loop, '/mine', asShop, { cookie: clerk.cookie })
  assert.equal(await sent(), 0, 'on a shop’s screen nobody is asked')
  for (const passkey of [own, travels]) {
    const page = await mine.page({ do: 'own', ticket: ticketOn(await mine.open(passkey)), handset })
    const proof = /name="proof" value="([^"]+)"/.exec(page)?.[1] ?? ''
    const [{ owes }] = await rows(
      `select owes from event where type = 'register.own-code-sent' order by id desc limit 1`,
    )
    const said = await vaultValue(loop, owes[0].input.message)
    assert.equal(said.to, '+447700900124')
    const digits = /\d{6}/.exec(String(said.text))?.[0] ?? ''
    const type = (digits: string) => mine.page({ do: 'own-code', ticket: ticketOn(page), handset, proof, digits })
    assert.match(await type(digits === '000000' ? '111111' : '000000'), /not the six digits/)
    assert.match(await type(digits), /This is your own phone/)
  }
  assert.equal(await sent(), 2)
  await keptTwoDaysAgo(loop)
  const found = mine.newPasskey()
  const wallet = await mine.keep(phone.card, found)
  assert.doesNotMatch(wallet, /It is back/, 'a card that is two days old is nobody’s proof')
  const said = async (passkey: typeof own, act: string) =>
    mine.page({ do: act, ticket: ticketOn(await mine.open(passkey)), handset })
  assert.match(await said(found, 'found'), /You were given a panic card, which can only stop/)
  assert.match(await said(own, 'not-me'), /We have heard you.*a person looks at it within one hour/)
  assert.match(await said(own, 'found'), /We have heard you. If this is enough/)

  // Somebody who knows a number reports it; in the other case whoever reports is afraid.
  const report = (line: string, safe: string) =>
    sendForm(loop, '/report', { line, method: 'snatch', place: '', danger: 'no', safe })
  await report('07700 900146', 'yes')
  await report('07700 900124', '')
  const pushed = await loop.until('the friend’s device is told', async () => {
    const all = await rows(`select a.state, a.stream from action a where a.kind = 'send-push'`)
    return all.length > 0 && all.every(({ state }) => state === 'acknowledged') && all
  })
  const [{ case_id: theft }] = await rows(
    `select case_id from open_case where subject in (select line from enrolment where handset = '${handset}')`,
  )
  assert.deepEqual(pushed, [{ state: 'acknowledged', stream: `case/${theft}` }])
  const inbox = (await (await fetch(`${config.baseUrl}/_messages`)).json()) as { text?: string; subject?: string }[]
  assert.match(JSON.stringify(inbox), /we were asked to stop a phone you know/)

  assert.match(await said(travels, 'found'), /may be on this phone too/)
  assert.match(await said(travels, 'not-me'), /We have heard you.*a person looks at it within one hour/)
  const contested = await rows(
    `select data ->> 'conflict' as conflict from event where stream = 'case/${theft}' and type = 'reports.conflict-found' order by version`,
  )
  assert.deepEqual(contested.at(-1), { conflict: 'second-claimant' })
  assert.match(await said(own, 'not-me'), /We have heard you/)
  await loop.until(
    'it is taken back',
    async () => (await rows(`select from open_case where case_id = '${theft}'`)).length === 0,
  )
})
