import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { CaseId } from '#lib/ids'
import { closeCase } from '#modules/reports/commands/close-case'
import startForces from '../simulators/forces.ts'
import startNotify from '../simulators/notify.ts'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { caseDesk, keptSimulators } from './support/case-desk.ts'
import { reportFromBorrowedPhone, sentBy, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

const safeNumber = '+447700900950'
const mailbox = 'victim@example.org'

/** A victim whose phone is stopped, and who has given a safe number and an e-mail address. */
async function toldVictim(t: TestContext, last: string) {
  const { simulators, tell } = keptSimulators(startOperators('demo-ee', 'demo-three'), startForces, startNotify)
  const loop = await openLoop(t, { simulators })
  const line = `07700 900${last}`
  const victim = await reportFromBorrowedPhone(loop, line)
  const give = (contact: string) =>
    sendForm(loop, '/case/details/contact', { contact, alone: 'yes' }, { cookie: victim.cookie })
  for (const contact of [safeNumber, mailbox]) assert.equal((await give(contact)).status, 303)
  const page = async () =>
    wordsOf(await (await fetch(`${loop.origin}/case`, { headers: { cookie: victim.cookie } })).text())
  await loop.until('both networks have stopped it', async () => /on EE.*or Three/.test(await page()))
  /** Waits for the text and its longer twin, each with the victim's word. */
  const isTold = async (text: RegExp, mail: RegExp) => {
    for (const [to, says] of [
      [safeNumber, text],
      [mailbox, mail],
    ] as const) {
      const message = await loop.until(`${to} is told ${says}`, async () =>
        (await sentBy(loop)).find((one) => one.to === to && says.test(one.text)),
      )
      assert.ok(message.text.includes(victim.word), message.text)
      assert.doesNotMatch(`${message.subject ?? ''} ${message.text}`, /https?:|900\s?1\d\d\b/)
    }
  }
  const staff = async (role: 'exhibits-officer' | 'operator', at = 'demo-met') =>
    loop.staff(at, role, role === 'operator' ? 'block-handset' : 'return-property')
  const post = (path: string, cookie: string, body: object) =>
    fetch(loop.origin + path, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
      body: JSON.stringify(body),
    })
  return { ...{ loop, tell, victim, give, page, isTold, staff, post }, line: `+447700900${last}` }
}

test('B42 B51: seen abroad, seized, in the store and given back: each reaches the victim by text and e-mail, with their word', async (t) => {
  const { loop, tell, victim, page, isTold, staff, post, line } = await toldVictim(t, '131')
  const [imei = ''] = subscriberOf(line).imeis
  await tell('demo-ee', '/_attach', { imei, supi: 'imsi-60301000000001', country: 'DZ' })
  await isTold(/Your phone was seen in Algeria on .* You need do nothing/, /seen in Algeria.*do not go there/)

  // The case had no lead left, and now it has one: it is open again, and its owner is told like any other.
  const desk = await caseDesk(t, loop)
  const closing = { reason: 'no-lead-left' as const, because: 'nobody-found' as const, stops: [] }
  await desk.execute(closeCase, { case: CaseId.parse(victim.case), ...closing })
  await isTold(/Case ended on .* The reason is on your case page/, /how to challenge it, is on your case page/)
  const { cookie } = await staff('exhibits-officer')
  const scan = await post('/api/trays', cookie, { lines: [`${imei} AB/1`] })
  assert.equal(scan.status, 201, await scan.clone().text())
  const { tray } = (await scan.json()) as { tray: string }
  assert.equal((await sendForm(loop, `/staff/tray/${tray}`, { power: 'pace-s19' }, { cookie })).status, 200)
  await isTold(/Your case is open again since/, /Your case page says what is stopped/)
  await isTold(/Police have your phone since .* Your case page says whom to ask/, /Ask the unit below how you get it/)
  assert.doesNotMatch(await page(), /Ask us to look again/)
  assert.match(await page(), /It is with the phone theft unit of Metropolitan Police \(pretend\)\. Call 101/)

  const { rows } = await loop.db.owner.pool.query('select exhibit from exhibit')
  const exhibit = `/staff/exhibit/${rows[0].exhibit}`
  const store = { to: 'property-store', seal: 'B123456' }
  assert.equal((await sendForm(loop, `${exhibit}/hand-over`, store, { cookie })).status, 303)
  await isTold(/in the police property store since/, /Ask the unit below when you can have it/)
  await loop.until(
    'the page says it once',
    async () => (await page()).split('property store of the police').length === 2,
  )

  const proof = { case: victim.case, proof: 'box', person: 'seen' }
  assert.equal((await sendForm(loop, `${exhibit}/return`, proof, { cookie })).status, 303)
  await isTold(/Case ended on .*: you have your phone back\. Not so\? Tell us until/, /Every stop is being lifted/)
  await loop.until('the page says it', async () => /You have your phone back\. Look again/.test(await page()))
  const said = (await sentBy(loop))
    .filter(({ to, text }) => to === safeNumber && !text.includes('we write to')) // once for each contact
    .map(({ text }) => text)
  assert.equal(new Set(said).size, said.length, 'nothing is said twice')
  assert.ok((await sentBy(loop)).every(({ to }) => to !== line))
})

test('B43: the report is taken back at the counter of the network: the victim is told, and how to object', async (t) => {
  const { tell, isTold, page, loop, line } = await toldVictim(t, '132')
  assert.equal((await tell('demo-ee', '/_withdraw', { line, why: 'found' })).status, 201)
  await isTold(/Case ended on .*: the report was taken back\. You can ask us/, /because the report was taken back/)
  await loop.until('the page says it', async () =>
    /This case has ended.*tell the phone theft unit of/.test(await page()),
  )
})

const home = 'A Name\n1 Some Street\nLondon\nn1 9gu'

test('B43: a case that is closed without a lead says so, where the reason stands, and until when it can be challenged; whom nothing else reaches, by letter', async (t) => {
  const { isTold, page, loop, victim } = await toldVictim(t, '133')
  const offline = await reportFromBorrowedPhone(loop, '07700 900136')
  for (const { cookie } of [victim, offline]) {
    const given = { contact: '', postal: home, alone: 'yes', language: 'cy' }
    assert.equal((await sendForm(loop, '/case/details/contact', given, { cookie })).status, 303)
  }
  await loop.until('the networks have stopped both', async () => {
    return (await loop.db.owner.pool.query('select from theft_case where level = 2')).rows.length === 2
  })
  const desk = await caseDesk(t, loop)
  for (const one of [victim, offline])
    await desk.execute(closeCase, { case: CaseId.parse(one.case), reason: 'no-lead-left', stops: [] })
  await isTold(/Case ended on .* The reason is on your case page/, /how to challenge it, is on your case page/)
  await loop.until('the page says it', async () =>
    /starts again by itself on .*nothing left for the police to follow up.*starts again by itself later.*until \d+ \w+/.test(
      await page(),
    ),
  )
  const posted = () =>
    sentBy(loop).then((all) => all.filter(({ to }) => to === 'A Name, 1 Some Street, London, N1 9GU'))
  await loop.until('the letter is posted', async () => (await posted()).length > 0)
  const [letter, ...more] = await posted()
  assert.match(letter?.text ?? '', /Your case ended on .*how\s+to\s+challenge\s+it,\s+is\s+on\s+your\s+case\s+page/s)
  assert.match(letter?.text ?? '', new RegExp(`^Your word: ${offline.word}\\.`))
  assert.deepEqual(more, [], 'who can be told at once is not written to by post')
})

test('B51 USERS 4: only the number’s own operator says that it has a new SIM; then, and not before, we write to it', async (t) => {
  const { loop, victim, give, page, isTold, staff, post, line } = await toldVictim(t, '134')
  const restored = async (at: string, body: object) => {
    const answer = await post('/api/lines/restored', (await staff('operator', at)).cookie, body)
    return { status: answer.status, body: await answer.json() }
  }
  const isRestored = async () =>
    (
      await loop.db.owner.pool.query(
        `select by from (select data->>'by' as by from event where type = 'victims.line-restored') e`,
      )
    ).rows as { by: string }[]

  // Another operator's number and a number of no case: the answer tells nothing, and nothing happens.
  const taken = { status: 202, body: { taken: true } }
  assert.deepEqual(await restored('demo-three', { line }), taken)
  assert.deepEqual(await restored('demo-ee', { line: '+447700900199' }), taken)
  assert.equal((await restored('demo-ee', { line: 'mine' })).status, 400)
  const stranger = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  assert.equal((await post('/api/lines/restored', stranger.cookie, { line })).status, 403)
  assert.deepEqual(await isRestored(), [])
  assert.match(wordsOf(await (await give(line)).text()), /number of the phone that was taken/)

  assert.deepEqual(await restored('demo-ee', { line }), taken)
  assert.deepEqual(await restored('demo-ee', { line }), taken, 'said twice is said once')
  assert.deepEqual(await isRestored(), [{ by: 'demo-ee' }])
  await isTold(/Your network gave you a new SIM/, /We may write to your own number again/)
  await loop.until('the page says it', async () => /says that you have a new SIM/.test(await page()))
  assert.ok((await sentBy(loop)).every(({ to }) => to !== line))

  assert.equal((await give(line)).status, 303)
  const first = await loop.until('a text goes to the number', async () =>
    (await sentBy(loop)).find(({ to }) => to === line),
  )
  assert.match(first.text, new RegExp(`^Word: ${victim.word}`))
  const { rows: audit } = await loop.db.owner.pool.query(
    `select distinct tenant, act, subject from audit where act = 'change' and tenant in ('demo-ee', 'demo-three') order by tenant, subject`,
  )
  const change = (tenant: string, subject: string) => ({ tenant, act: 'change', subject })
  assert.deepEqual(audit, [
    change('demo-ee', `case/${victim.case}`),
    change('demo-ee', 'line'),
    change('demo-three', `case/${victim.case}`),
  ])
})
