import assert from 'node:assert/strict'
import { test } from 'node:test'
import startNotify from '../simulators/notify.ts'
import { startOperators } from '../simulators/operators.ts'
import { letFail, sentBy, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

const imei = '490154203237518'
const second = '356938035643809'

test('USERS 4: a buyer in good faith has a code, one owner and 28 days; what a person decides is written to them, and can be changed', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startNotify] })
  for (const force of ['demo-met', 'demo-city']) await loop.organisation(force, 'force')
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  const desk = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const said = {
    line: '07700 900120',
    lineAgain: '07700 900120',
    method: 'snatch',
    vouched: 'police-handler',
    place: '',
    imeis: imei,
  }
  assert.equal((await sendForm(loop, '/staff/report', said, { cookie: desk.cookie })).status, 200)
  const another = { ...said, line: '07700 900122', lineAgain: '07700 900122', imeis: second }
  assert.equal((await sendForm(loop, '/staff/report', another, { cookie: desk.cookie })).status, 200)
  const bought = { imei, where: 'a market', when: 'in May', receipt: '', contact: 'buyer@example.org' }
  const heard = await (await sendForm(loop, '/good-faith', bought)).text()
  const code = /rb-number">([0-9A-Z-]{14})</.exec(heard)?.[1] ?? ''
  assert.match(wordsOf(heard), /You have an answer within 28 days/)
  const answer = async (typed: string) => wordsOf(await (await sendForm(loop, '/answer', { code: typed })).text())
  await loop.until('it waits', async () => (await rows('select from case_claim')).length === 1)
  const waiting = await answer(code.toLowerCase())
  assert.match(waiting, /A person has not answered yet.*You have an answer by/)
  assert.doesNotMatch(waiting, /buyer@|market|900120|4901542/)
  assert.match(await answer('H7K2-9QRM-4T3X'), /We do not know this code/)
  const [{ days }] = await rows(`select extract(day from due - made_at)::int as days from case_claim`)
  assert.equal(days, 28)

  const other = await loop.staff('demo-city', 'control-room-operator', 'respond-to-theft')
  const queue = async (cookie: string) =>
    wordsOf(await (await fetch(`${loop.origin}/staff/buyers`, { headers: { cookie } })).text())
  assert.match(await queue(other.cookie), /Nobody is waiting for an answer/)
  assert.match(await queue(desk.cookie), /Answer by/)
  const [{ claim }] = await rows('select claim from case_claim')
  const decide = (outcome: string, cookie: string) =>
    sendForm(loop, `/staff/buyers/${claim}`, { outcome, checked: 'yes' }, { cookie })
  assert.equal((await decide('freed', other.cookie)).status, 403, 'one owner: the case’s own force')
  assert.equal((await decide('stays', desk.cookie)).status, 303)
  const hears = (words: RegExp) =>
    loop.until(`the buyer reads ${words}`, async () =>
      (await sentBy(loop)).some(({ to, text }) => to === 'buyer@example.org' && words.test(text)),
    )
  await hears(/stays stopped/)
  assert.match(await answer(code), /The phone stays stopped/)
  assert.equal((await decide('freed', desk.cookie)).status, 303)
  await hears(/has ended/)
  await loop.until(
    'the phone is started at the network',
    async () =>
      (await rows(`select from action where kind = 'unblock-handset' and state = 'acknowledged'`)).length === 1,
  )
  // A thief may give the stolen number itself: what a person decides is behind the code, and nothing is sent there.
  const thief = { ...bought, imei: second, contact: '07700 900122' }
  const theirs =
    /rb-number">([0-9A-Z-]{14})</.exec(await (await sendForm(loop, '/good-faith', thief)).text())?.[1] ?? ''
  const [{ claim: third }] = await loop.until('the third waits', async () => {
    const found = await rows(`select claim from case_claim where claim <> '${claim}'`)
    return found.length === 1 && found
  })
  const stays = { outcome: 'stays', checked: 'yes' }
  assert.equal((await sendForm(loop, `/staff/buyers/${third}`, stays, { cookie: desk.cookie })).status, 303)
  await loop.until('it is behind their code', async () => /The phone stays stopped/.test(await answer(theirs)))
  const sent = (await sentBy(loop)).filter(({ to }) => to === 'buyer@example.org')
  assert.equal(sent.length, 2, 'each answer once')
  assert.match(await answer(code), /The report has ended/)

  const asked = { imei: second, line: '07700 900121', since: 'since 2024', contact: 'owner@example.org' }
  const refused = await (await sendForm(loop, '/refused', asked)).text()
  const own = /rb-number">([0-9A-Z-]{14})</.exec(refused)?.[1] ?? ''
  await loop.until('it waits too', async () => (await rows('select from case_appeal')).length === 1)
  assert.match(await answer(own), /A person has not answered yet/)
  assert.doesNotMatch(
    await (await sendForm(loop, '/refused', asked)).text(),
    /rb-number/,
    'who waits has the code of then',
  )
  const [{ appeal }] = await rows('select appeal from case_appeal')
  const no = { granted: 'no', reason: 'same-phone' }
  assert.equal((await sendForm(loop, `/staff/appeals/${appeal}`, no, { cookie: desk.cookie })).status, 303)
  await loop.until('it is answered', async () => /The phone stays stopped/.test(await answer(own)))
  const victims = await rows(
    `select from action where stream like 'case/%' and kind like 'send-%' and input::text like '%buyer%'`,
  )
  assert.equal(victims.length, 0)

  // What does not reach a buyer, or whoever appealed, waits at the desk that decided; the victim reads nothing of it.
  await loop.until('the first answer has arrived', async () =>
    (await sentBy(loop)).some(({ to }) => to === 'owner@example.org'),
  )
  for (const to of ['owner@example.org', 'buyer@example.org']) await letFail(loop, to)
  assert.equal((await decide('stays', desk.cookie)).status, 303)
  const yes = { granted: 'yes', reason: 'new-fact' }
  assert.equal((await sendForm(loop, `/staff/appeals/${appeal}`, yes, { cookie: desk.cookie })).status, 303)
  const failed = await loop.until('both are on the list', async () => {
    const all = await rows(
      `select data ->> 'to' as to, data ->> 'action' as action, data ->> 'case' as theft, stream from event
        where type = 'victims.message-failed' order by data ->> 'to'`,
    )
    return all.length === 2 && (await rows('select from message_failed')).length === 2 && all
  })
  assert.deepEqual(
    failed.map(({ to }) => to),
    ['appellant', 'buyer'],
  )
  const waits = () => read('/staff/cases?only=failure')
  const read = async (path: string) =>
    wordsOf(await (await fetch(loop.origin + path, { headers: { cookie: desk.cookie } })).text())
  await loop.until('they wait', async () => (await rows(`select from desk_item where sort = 'failure'`)).length === 2)
  assert.match(await waits(), /A message did not arrive/)
  for (const { action, theft, to } of failed) {
    const path = `/staff/case/${theft}/message/${action}`
    assert.match(await read(path), to === 'buyer' ? /somebody who bought the phone/ : /somebody whose phone is refused/)
    assert.equal((await sendForm(loop, path, { how: 'reached' }, { cookie: desk.cookie })).status, 303)
  }
  await loop.until(
    'nothing waits',
    async () => (await rows(`select from desk_item where sort = 'failure'`)).length === 0,
  )
  const toStolen = (await sentBy(loop)).filter(({ to }) => to.includes('7700900122'))
  assert.deepEqual(toStolen, [], 'the stolen number hears nothing')
})
