import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import notify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import startTakeDown from '../simulators/take-down.ts'
import voice from '../simulators/voice.ts'
import { reportFromBorrowedPhone, sentBy, wordsOf } from './support/case-visitor.ts'
import { commandHere } from './support/command.ts'
import { askForCard, enrolledPhone, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { wholeFile } from './support/site.ts'

const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee'), notify, voice, startTakeDown] })

const word = 'Harbour'
const ownersPhone = (number: string) =>
  enrolledPhone(loop, { number, more: { stopWord: word }, email: `${number.slice(-3)}@example.org` })

const rowsOf = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows

let before = '0'
beforeEach(async () => {
  const [{ last }] = await rowsOf('select coalesce(max(id), 0) as last from event')
  before = last
})

/** Every case of this test so far: how it came in, and what was shown. */
const cases = () =>
  rowsOf(
    `select data ->> 'channel' as channel, data ->> 'means' as means from event
      where type = 'reports.theft-reported' and id > $1 order by id`,
    [before],
  )

const command = async (slug: string, path: string, body: object) => {
  const [{ url }] = await rowsOf(`select config ->> 'baseUrl' as url from partner where slug = $1`, [slug])
  const sent = await fetch(`${url}${path}`, { method: 'POST', body: JSON.stringify(body) })
  return (await sent.json()) as Record<string, unknown>
}

test('USERS 2.1 C, by web: number and stop word stop a phone at level 1; they start nothing, and a guess learns nothing', async () => {
  await ownersPhone('07700 900103')
  const stop = (line: string, said: string, more = {}) =>
    sendForm(loop, '/stop', { line, word: said, method: 'snatch', danger: 'no', ...more })

  const wrong = wordsOf(await (await stop('07700 900103', 'boathouse')).text())
  assert.match(wrong, /This number and this word do not belong together/)
  const nobody = wordsOf(await (await stop('07700 900104', 'Harbour')).text())
  assert.match(nobody, /This number and this word do not belong together/)
  assert.match(await (await stop('0770', 'Harbour')).text(), /Enter the number of the phone/)
  assert.deepEqual(await cases(), [])

  const found = await (await sendForm(loop, '/found', { why: 'found', code: word })).text()
  assert.match(found, /We do not know this code/)
  const stopped = await stop('+44 7700 900103', ' HARBOUR!', { danger: 'yes' })
  assert.equal(stopped.headers.get('location'), '/report/receipt?danger=yes')
  assert.deepEqual(await cases(), [{ channel: 'stop-word', means: 'stop-word' }])
  const cookie = (stopped.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  const receipt = await (await fetch(`${loop.origin}/report/receipt?danger=yes`, { headers: { cookie } })).text()
  assert.ok(receipt.indexOf('href="tel:999"') > 0 && receipt.indexOf('tel:999') < receipt.indexOf('<h1'))

  // Everything that the word left behind is a keyed hash: neither word nor number stands anywhere in the open.
  const [{ secret }] = await rowsOf(`select secret from stop_secret where kind = 'stop-word'`)
  assert.match(secret, /^v_/)
  const [{ leaks }] = await rowsOf(`select count(*)::int as leaks from event where data::text ~* 'harbour|900103'`)
  assert.equal(leaks, 0)
})

test('USERS 4: five wrong words of one asker, or twenty of all who call without a line, and no more of theirs is judged; anybody else’s word counts', async () => {
  await ownersPhone('07700 900113')
  await ownersPhone('07700 900114')
  const stop = (line: string, said: string) => sendForm(loop, '/stop', { line, word: said, method: 'snatch' })
  for (let n = 0; n < 5; n++) assert.equal((await stop('07700 900113', 'boathouse')).status, 200)
  assert.equal((await stop('07700 900113', word)).status, 303)
  assert.deepEqual(await cases(), [{ channel: 'stop-word', means: 'number' }])
  // Whoever stands beside them, with a phone of their own, is not held up by it.
  assert.equal((await stop('07700 900114', word)).status, 303)
  assert.deepEqual((await cases()).at(-1), { channel: 'stop-word', means: 'stop-word' })

  const asked = await fetch(`${loop.origin}/stop`)
  assert.ok(Number(asked.headers.get('ratelimit-limit')) >= 6000, 'a festival is behind one address')

  // Who calls and hides their line uses up what such calls have together, and nobody else’s.
  await ownersPhone('07700 900115')
  const call = async (said: string, from?: string) =>
    String((await command('demo-voice', '/_call', { number: '07700900115', word: said, ...(from && { from }) })).heard)
  for (let n = 0; n < 20; n++) assert.match(await call('boathouse'), /do not belong together/)
  assert.match(await call(word), /We ask for what a number alone may stop/)
  assert.deepEqual((await cases()).at(-1), { channel: 'voice', means: 'number' })
  for (let n = 0; n < 5; n++) assert.match(await call('boathouse', '+447700900781'), /do not belong together/)
  assert.match(await call(word, '+447700900781'), /We ask for what a number alone may stop/)
  const shown = () =>
    rowsOf(`select from event where type = 'reports.proof-shown' and data ->> 'means' = 'stop-word' and id > $1`, [
      before,
    ])
  const already = (await shown()).length
  assert.equal((await stop('07700 900115', word)).status, 303)
  assert.ok((await shown()).length > already, 'by web the same word counts, and raises the case')
  assert.match(await call(word, '+447700900782'), /We ask every network to stop that phone now/)
  const kept = await rowsOf(`select subject from wrong_try where subject ~ '90078[12]|900115'`)
  assert.deepEqual(kept, [], 'no number stands where tries are counted')
})

test('USERS 2.1 C, by text: it acts, answers the sender once and forgets them; the stolen phone itself gets no answer', async () => {
  await ownersPhone('07700 900123')
  const sender = '+447700900777'
  const text = (from: string, said: string) => command('demo-notify', '/_text', { from, text: said })
  const answers = async () => (await sentBy(loop)).filter(({ text: said }) => said.startsWith('Ringback:'))

  await command('demo-notify', '/_repeat', { callbacks: 3 })
  await text(sender, 'STOP 07700 900123 harbour')
  await loop.until('the sender is answered', async () => (await answers()).length > 0)
  assert.deepEqual(await cases(), [{ channel: 'text', means: 'stop-word' }])
  const [first] = await answers()
  assert.equal(first?.to, sender)
  assert.match(first?.text ?? '', /we ask every network to stop that phone now/)
  await loop.until('the record with the sender’s number is destroyed', async () => {
    const rows = await rowsOf(
      `select r.sealed from vault_record r join event e on e.data ->> 'answer' = r.ref where e.type = 'ways.text-answered'`,
    )
    return rows.length === 1 && rows[0].sealed === null
  })

  await command('demo-notify', '/_repeat', { callbacks: 1 })
  await text('+447700900123', '07700900123 Harbour') // whoever holds the stolen phone
  await text('+447700900778', 'please help')
  await loop.until('the third text is answered', async () => (await answers()).length === 2)
  const all = await answers()
  assert.deepEqual(
    all.map(({ to }) => to),
    [sender, '+447700900778'],
  )
  assert.match(all[1]?.text ?? '', /could not read that/)
  const how = await loop.until('all three are acted on', async () => {
    const rows = await rowsOf(
      `select data ->> 'how' as how, data ? 'answer' as answered from event where type = 'ways.text-answered' order by 1, 2`,
    )
    return rows.length === 3 && rows
  })
  assert.deepEqual(how, [
    { how: 'stopped', answered: false },
    { how: 'stopped', answered: true },
    { how: 'unread', answered: true },
  ])
  const stranger = await fetch(`${loop.origin}/api/notify/received`, {
    method: 'POST',
    headers: { authorization: 'Bearer wrong', 'content-type': 'application/json' },
    body: JSON.stringify({
      id: '740e5834-3a29-46b4-9a6f-16142fde533a',
      ...{ source_number: '447700900777', destination_number: '447700900999', message: 'x', date_received: 'now' },
    }),
  })
  assert.equal(stranger.status, 401)
})

test('USERS 2.1 C, by voice: a caller keys in number and word, hears 999 first, and the phone is stopped', async () => {
  await ownersPhone('07700 900203')
  const { heard, hungUp } = await command('demo-voice', '/_call', { number: '07700900203', word })
  assert.equal(hungUp, true)
  assert.match((heard as string[])[0] ?? '', /hang up and call 9 9 9/)
  assert.match((heard as string[]).at(-1) ?? '', /We ask every network to stop that phone now/)
  assert.deepEqual(await cases(), [{ channel: 'voice', means: 'stop-word' }])
  const asked = (body: object, token = 'wrong') =>
    fetch(`${loop.origin}/api/voice`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  assert.equal((await asked({})).status, 401)
  for (const caller of ['+447700900781', '07700900781', '447700900781234567', 'short'])
    assert.equal((await asked({ caller })).status, 400, 'a number is no reference')
  await loop.until('the handset is blocked', async () => {
    const rows = await rowsOf(`select from action where kind = 'block-handset' and state = 'acknowledged'`)
    return rows.length > 0
  })
})

test('B51 USERS 4: whom an owner trusts gets no code on a phone that is stolen, and whoever names them is not told so', async () => {
  const named = async (number: string, trustedContact: string) => {
    const { address, code } = await askForCard(loop, { number, more: { trustedName: 'A Friend', trustedContact } })
    const page = wordsOf(await (await sendForm(loop, address, { code })).text())
    assert.match(page, /The person you trust gets a code of their own/)
    const [{ partners }] = await rowsOf(
      `select owes -> 0 -> 'partners' as partners from event where type = 'register.handset-enrolled' order by id desc limit 1`,
    )
    return partners ?? []
  }
  assert.equal((await sendForm(loop, '/report', { line: '07700 900207', method: 'snatch' })).status, 200)
  assert.deepEqual(await named('07700 900208', '07700 900795'), ['demo-notify'])
  assert.deepEqual(await named('07700 900209', '0044 7700 900207'), [])
})

test('a stop word that can be guessed is refused at enrolment, with the reason; danger on the report puts 999 on top, and holds nothing up', async () => {
  const enrol = (stopWord: string, more = {}) =>
    sendForm(loop, '/enrol', {
      ...{ line: '07700 900213', name: 'Wendy Fisher', email: 'a@example.org', trustedName: '', trustedContact: '' },
      ...{ maker: '', mayLocate: 'no', imei: '', stopWord, ...more },
    })
  for (const [said, reason] of [
    ['boat', /Choose a word of 5 letters or more/],
    ['Password', /Many people choose this word/],
    ['Fishers', /People who know you could guess this word/],
    ['qwertyu', /Letters in a row/],
  ] as const)
    assert.match(wordsOf(await (await enrol(said)).text()), reason)
  const alone = { trustedName: 'A Friend', trustedContact: ' ' }
  assert.match(wordsOf(await (await enrol('harbour', alone)).text()), /mobile number, or leave out their name/)
  const own = { trustedName: 'Me', trustedContact: 'A@Example.org' }
  assert.match(wordsOf(await (await enrol('harbour', own)).text()), /a thief may read your mail/)
  assert.equal((await enrol('')).status, 303)
  assert.equal((await enrol('harbour')).status, 303)

  const report = { line: '07700 900214', method: 'robbery', place: '', danger: 'yes' }
  const who = await sendForm(loop, '/report', report)
  const page = await who.text()
  assert.deepEqual(await cases(), [{ channel: 'web', means: 'number' }])
  assert.ok(page.indexOf('tel:999') > 0 && page.indexOf('tel:999') < page.indexOf('<h1'))
  assert.match(page, /Leave this page now/)
  const cookie = (who.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
  const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? ''
  const next = await sendForm(loop, '/report/who', { token, skip: 'yes', danger: 'yes' }, { cookie })
  const receipt = await next.text()
  assert.match(receipt, /We have your report/)
  assert.ok(receipt.indexOf('tel:999') < receipt.indexOf('<h1'), 'on the receipt too')
  const calm = await (await sendForm(loop, '/report', { ...report, line: '07700 900215', danger: '' })).text()
  assert.doesNotMatch(calm, /tel:999/)
})

const phish = (host: string) =>
  `Your phone was found in Shenzhen today, see where it is now: https://${host}/t?who=zzqx or it will be wiped`

test('B31: a message forwarded by text is added to the case of a safe contact, told without one by anybody else, and answered alike; the stolen phone adds nothing', async () => {
  const text = (from: string, said: string) => command('demo-notify', '/_text', { from, text: said })
  const count = async (type: string) =>
    (await rowsOf('select from event where type = $1 and id > $2', [type, before])).length
  const answered = () => count('ways.text-answered')
  const victim = await reportFromBorrowedPhone(loop, '07700 900205')
  const contact = { contact: '07700 900790', alone: 'yes' }
  assert.equal((await sendForm(loop, '/case/details/contact', contact, { cookie: victim.cookie })).status, 303)
  await loop.until('the contact is known', async () => (await rowsOf('select from contact_of_case')).length > 0)

  await text('+447700900790', phish('icloud.find-id.xyz'))
  await loop.until('it is in the case', async () => (await count('harms.message-told')) === 1)
  const [{ stream }] = await rowsOf(`select stream from event where type = 'harms.message-told' and id > $1`, [before])
  assert.equal(stream, `case/${victim.case}`)
  assert.equal(await count('harms.suspicious-told'), 0)
  await text('+447700900205', phish('icloud.find-id.xyz')) // whoever holds the stolen phone
  await text('+447700900791', phish('icloud.find-id.xyz'))
  await loop.until('all three are acted on', async () => (await answered()) === 3)
  assert.deepEqual([await count('harms.message-told'), await count('harms.suspicious-told')], [1, 1])
  const replies = await loop.until('two are answered', async () => {
    const sent = (await sentBy(loop)).filter(({ text: said }) => /thank you/.test(said))
    return sent.length === 2 && sent
  })
  assert.deepEqual(replies.map(({ to }) => to).sort(), ['+447700900790', '+447700900791'])
  assert.equal(new Set(replies.map(({ text: said }) => said)).size, 1)
  const how = await rowsOf(
    `select distinct data ->> 'how' as how from event where type = 'ways.text-answered' and id > $1`,
    [before],
  )
  assert.deepEqual(how, [{ how: 'forwarded' }])
  assert.deepEqual(await cases(), [{ channel: 'web', means: 'number' }], 'no text of these opened a case')

  // Without a case a link is handed on once three people have texted it; one of them alone counts once; an honest host never is.
  const handedOn = () => count('harms.link-reported')
  await loop.until('the link of the proved case is handed on', async () => (await handedOn()) === 1)
  for (const last of [792, 792, 793]) await text(`+447700900${last}`, phish('find-my.click'))
  for (const last of [792, 793, 794]) await text(`+447700900${last}`, phish('www.royalmail.com'))
  await loop.until('all are acted on', async () => (await answered()) === 9)
  assert.equal(await count('harms.suspicious-told'), 6)
  await text('+447700900794', phish('find-my.click'))
  await loop.until('the link is handed on', async () => (await handedOn()) === 2)

  const page = await sendForm(loop, '/suspicious', { message: phish('find-my.click') })
  assert.match(wordsOf(await page.text()), /Thank you for telling us/)
  const nothing = wordsOf(await (await sendForm(loop, '/suspicious', { message: 'they rang me' })).text())
  assert.match(nothing, /There is a problem.*We found no link, phone number or address in it/)
  const env = {
    DATABASE_SERVER_URL: loop.db.serverUrl,
    RINGBACK_DATA: loop.config.dataDir,
    RINGBACK_KEK: loop.config.kek,
    LOG_LEVEL: 'silent',
  }
  const mail = (from: string) => [`From: ${from}`, 'Content-Type: text/plain', '', phish('find-my.click')].join('\r\n')
  const piped = async (message: string) => {
    const { code, out, err } = await commandHere(['mail', 'read-forward'], env, message)
    assert.equal(code, 0, err)
    return out.trim()
  }
  assert.equal(await piped(mail('Anna <anna@example.org>')), '{"forward":"taken"}')
  assert.equal(await piped(mail('Anna <anna@example.org>')), '{"forward":"counted"}')
  assert.equal(await piped('no mail'), '{"forward":"no-mail"}')
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'detective', 'investigate-crime')
  const list = await loop.until('all are counted', async () => {
    const shown = wordsOf(await (await fetch(`${loop.origin}/staff/indicators`, { headers: { cookie } })).text())
    return /find-my\[\.\]click 0 5 3/.test(shown) && shown
  })
  assert.match(list, /icloud\[\.\]find-id\[\.\]xyz 1 1 1/)
  assert.match(list, /royalmail\[\.\]com 0 3 3/)
  const leaks = await rowsOf(`select from event where data::text ~* 'zzqx|find-my|90079' and id > $1`, [before])
  assert.deepEqual(leaks, [], 'no word, link or number of it stands in the record')
})

test('USERS 4: whoever guesses by text uses up their own tries: from any other phone the word of its owner counts as before', async () => {
  await ownersPhone('07700 900116')
  const text = (from: string, said: string) =>
    command('demo-notify', '/_text', { from, text: `STOP 07700 900116 ${said}` })
  const acted = (many: number) =>
    loop.until(`${many} texts are acted on`, async () => {
      const rows = await rowsOf(`select from event where type = 'ways.text-answered' and id > $1`, [before])
      return rows.length === many
    })
  for (let n = 1; n <= 21; n++) {
    await text('+447700900779', 'boathouse')
    await acted(n)
  }
  assert.deepEqual(await cases(), [{ channel: 'text', means: 'number' }])
  await text('+447700900780', word)
  await acted(22)
  const shown = await rowsOf(`select from event where data ->> 'means' = 'stop-word' and id > $1`, [before])
  assert.ok(shown.length > 0)
})
