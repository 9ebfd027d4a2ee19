import assert from 'node:assert/strict'
import { test } from 'node:test'
import startNotify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import { letFail, reportFromBorrowedPhone, sentBy, wordsOf } from './support/case-visitor.ts'
import { askForCard, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

const found = { what: 'handed-in', words: 'It is at the desk of the library' }

test('B77: a finder who scans the lock screen reaches the owner’s case, an officer opens it, and neither side sees a contact', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startNotify] })
  const number = '07700 900123'
  const { address, code } = await askForCard(loop, { number })
  const page = await (await sendForm(loop, address, { code, remind: '' })).text()
  const [finder = '', panic = ''] = [/data-finder>([0-9A-Z-]{14})</, /rb-card__number rb-number">([0-9A-Z-]{14})</].map(
    (one) => one.exec(page)?.[1],
  )
  assert.match(finder, /^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  assert.notEqual(finder, panic)
  await loop.until('the card leads somewhere', async () => {
    const { rowCount } = await loop.db.owner.pool.query('select from finder_card')
    return rowCount === 1
  })
  const codes: string[] = []
  const write = async (more: Record<string, string> = {}) => {
    const html = await (await sendForm(loop, '/f', { code: finder, ...found, ...more })).text()
    const [, own = ''] = /data-reply>([0-9A-Z-]{14})</.exec(html) ?? []
    if (own) codes.push(own)
    return wordsOf(own ? html.replace(own, 'the code') : html)
  }

  // The code opens neither the stop nor the undo.
  assert.match(
    await (await sendForm(loop, '/stop', { code: finder, method: 'snatch', danger: 'no' })).text(),
    /We do not know this card or code/,
  )
  assert.doesNotMatch(await (await sendForm(loop, '/found', { why: 'found', code: finder })).text(), /is being lifted/)
  const events = async (type: string) =>
    (await loop.db.owner.pool.query('select data, owes from event where type = $1', [type])).rows
  assert.deepEqual([await events('reports.theft-reported'), await events('reports.report-withdrawn')], [[], []])

  // Nobody has reported it: the owner is written to, once a day, in words that are always the same.
  const thanks = await write()
  assert.match(thanks, /Thank you/)
  await write({ words: 'Once more' })
  assert.equal((await events('safeguards.owner-called')).length, 1)
  const [mail] = await loop.until('the owner has the mail', async () => {
    const sent = await sentBy(loop)
    const mails = sent.filter(({ to }) => to === 'a@example.org')
    return mails.length > 0 && mails
  })
  assert.doesNotMatch(`${mail?.subject} ${mail?.text}`, /library|https?:|www|stolen/)

  const victim = await reportFromBorrowedPhone(loop, number)
  await loop.until('the network has said who it is', async () => {
    const { rows } = await loop.db.owner.pool.query('select level from theft_case')
    return rows[0]?.level === 2
  })
  assert.equal(await write(), thanks, 'the same words, whether a case is open or not')
  assert.match(await write({ words: 'Call 07700 900456' }), /Leave out phone numbers/)
  assert.match(await write({ words: 'See https://example.org' }), /Leave out web and e-mail addresses/)
  assert.equal((await events('safeguards.finder-wrote')).length, 1)
  const asVictim = async (path: string) =>
    wordsOf(await (await fetch(`${loop.origin}${path}`, { headers: { cookie: victim.cookie } })).text())
  assert.match(await asVictim('/case'), /Somebody who says that they found your phone left you a message/)
  assert.doesNotMatch(await asVictim('/case'), /library/, 'the case page names no place')
  assert.match(await asVictim('/case/finders'), /handed it in: “It is at the desk of the library”/)
  assert.match(wordsOf(await (await fetch(`${loop.origin}/case/finders`)).text()), /Open your case/)

  // The owner answers; the finder reads it with the code of their own message. Nobody sees how to reach the other.
  const answers = async (own: string) =>
    wordsOf(await (await sendForm(loop, '/f/answer', { code: own })).text()).replaceAll('’', "'")
  const [unreported = '', own = ''] = [codes[0], codes.at(-1)]
  assert.match(await answers(own), /There is no answer yet/)
  const messages = await (await fetch(`${loop.origin}/case/finders`, { headers: { cookie: victim.cookie } })).text()
  const [, to = ''] = /name="to" value="([^"]+)"/.exec(messages) ?? []
  const answer = async (words: string, finders = to) =>
    sendForm(loop, '/case/finders', { to: finders, words }, { cookie: victim.cookie })
  assert.match(wordsOf(await (await answer('Write to a@example.org')).text()), /Leave out web and e-mail addresses/)
  assert.match(wordsOf(await (await answer('')).text()), /Write what the finder is to read/)
  assert.equal((await answer('Thank you. Please leave it at the desk', 'v_CCCCCCCCCCCCCCCCCCCCCA')).status, 404)
  assert.equal((await answer('Thank you. Please leave it at the desk')).status, 303)
  assert.match(await answers(own), /The owner of the phone wrote: .*Please leave it at the desk/)
  assert.doesNotMatch(await answers(own), /A Name|example\.org|900123/)
  assert.match(await asVictim('/case/finders'), /You answered: “Thank you\. Please leave it at the desk”/)
  assert.match(await answers(unreported), /There is no answer yet/, 'as for a phone that nobody has reported')
  assert.match(await answers('H7K2-9QRM-4T3Y'), /Check your code|There is no answer yet/)
  for (let n = 0; n < 2; n++) assert.equal((await answer(`Answer ${n}`)).status, 303)
  assert.match(wordsOf(await (await answer('Once more')).text()), /answered this finder three times/)

  await loop.organisation('demo-met', 'force')
  const { cookie, id } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const scan = await fetch(`${loop.origin}/f?c=${finder}`, { headers: { cookie }, redirect: 'manual' })
  assert.equal(scan.headers.get('location'), `/staff/lock-screen?c=${finder}`)
  const shown = await (await fetch(`${loop.origin}/staff/lock-screen?c=${finder}`, { headers: { cookie } })).text()
  assert.match(wordsOf(shown), /Reported stolen/)
  assert.doesNotMatch(shown, /a@example\.org|900123/)
  const { rows: looks } = await loop.db.owner.pool.query(
    'select purpose, record from audit where actor = $1 and subject = $2',
    [`staff:${id}`, `case/${victim.case}`],
  )
  assert.deepEqual(looks, [{ purpose: 'respond-to-theft', record: 'imei-status' }])

  const desk = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const staffCase = async () =>
    wordsOf(
      await (await fetch(`${loop.origin}/staff/case/${victim.case}`, { headers: { cookie: desk.cookie } })).text(),
    )
  assert.match(await staffCase(), /What finders wrote.*desk of the library.*The owner answered: “Thank you/)

  const safer = await sendForm(
    loop,
    '/staff/safe-mode',
    { theft: victim.case, vouched: 'number' },
    { cookie: desk.cookie },
  )
  assert.equal(safer.status, 303)
  await loop.until('it is in safe mode', async () => {
    return (await loop.db.owner.pool.query('select from theft_case where safe_mode')).rowCount
  })
  const safe = await asVictim('/case/finders')
  assert.match(safe, /can name a place, so its words are not shown here now/)
  assert.doesNotMatch(safe, /library/)
  assert.match(await staffCase(), /What finders wrote \d messages?\. Safe mode: no words are shown/)
  assert.doesNotMatch(await staffCase(), /library/)
  const trained = await loop.staff('demo-public', 'safeguarding-officer', 'safeguard-person')
  const theirs = await fetch(`${loop.origin}/staff/safeguarding/${victim.case}`, {
    headers: { cookie: trained.cookie },
  })
  assert.match(wordsOf(await theirs.text()), /They cannot read it on their case page.*desk of the library/)

  // Ten messages and no more; the page says so to everybody beforehand.
  for (let n = 0; n < 12; n++) assert.equal(await write({ words: `Message ${n}` }), thanks)
  assert.equal((await events('safeguards.finder-wrote')).length, 10)
})

test('B51: a code that did not reach whom an owner trusts, and a mail that did not reach the owner, are told to the owner another way', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startNotify] })
  await letFail(loop, 'friend@example.org')
  const { address, code } = await askForCard(loop, { number: '07700 900131', trusted: 'friend@example.org' })
  const page = await (await sendForm(loop, address, { code, remind: '' })).text()
  const finder = /data-finder>([0-9A-Z-]{14})</.exec(page)?.[1] ?? ''
  const gets = (who: string, says: RegExp) =>
    loop.until(`${who} reads ${says}`, async () =>
      (await sentBy(loop)).find(({ to, text }) => to === who && says.test(text)),
    )
  const mail = await gets('a@example.org', /Our message did not reach them, so they have no code/)
  assert.doesNotMatch(`${mail.subject} ${mail.text}`, /https?:|friend@/)

  await letFail(loop, 'a@example.org')
  await loop.until('the card leads somewhere', async () => {
    return (await loop.db.owner.pool.query('select from finder_card')).rowCount === 1
  })
  await sendForm(loop, '/f', { code: finder, ...found })
  await gets('+447700900131', /our e-mail to you did not arrive/)
  const lost = await loop.db.owner.pool.query(
    `select data ->> 'whose' as whose from event where type = 'safeguards.message-lost' order by id`,
  )
  assert.deepEqual(
    lost.rows.map(({ whose }) => whose),
    ['trusted-person', 'owner'],
  )
})
