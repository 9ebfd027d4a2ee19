import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import notify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import voice from '../simulators/voice.ts'
import { sentBy, wordsOf } from './support/case-visitor.ts'
import { enrolledPhone, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'
import { wholeFile } from './support/site.ts'

const loop = await openLoop(wholeFile, { simulators: [startOperators('demo-ee'), notify, voice] })

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

test('USERS 4: five wrong words from one place, or twenty for a number, and none is judged: right or wrong, only the number counts', async () => {
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

  const call = () => command('demo-voice', '/_call', { number: '07700900115', word: 'boathouse' })
  for (let n = 0; n < 20; n++) assert.match(String((await call()).heard), /do not belong together/)
  assert.match(String((await call()).heard), /We ask for what a number alone may stop/)
  assert.deepEqual((await cases()).at(-1), { channel: 'voice', means: 'number' })
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
  await loop.until('the handset is blocked', async () => {
    const rows = await rowsOf(`select from action where kind = 'block-handset' and state = 'acknowledged'`)
    return rows.length > 0
  })
})

test('a stop word that can be guessed is refused at enrolment, with the reason; danger on the report puts 999 on top, and holds nothing up', async () => {
  const enrol = (stopWord: string) =>
    sendForm(loop, '/enrol', {
      ...{ line: '07700 900213', name: 'Wendy Fisher', email: 'a@example.org', trustedName: '', trustedContact: '' },
      ...{ maker: '', mayLocate: 'no', imei: '', stopWord },
    })
  for (const [said, reason] of [
    ['boat', /Choose a word of 5 letters or more/],
    ['Password', /Many people choose this word/],
    ['Fishers', /People who know you could guess this word/],
    ['qwertyu', /Letters in a row/],
  ] as const)
    assert.match(wordsOf(await (await enrol(said)).text()), reason)
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
