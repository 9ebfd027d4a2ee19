import assert from 'node:assert/strict'
import { test } from 'node:test'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { enrolledPhone, sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const cookieOf = (answer: Response) => (answer.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''

/** What a page says but for the codes, words and times that differ by themselves. */
const plain = (html: string) =>
  wordsOf(html.slice(html.indexOf('<main')))
    .replaceAll(/[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/g, 'CODE')
    .replace(/(Your word )\S+/, '$1WORD')
    .replaceAll(/\d\d:\d\d(:\d\d)?/g, 'TIME')
    .replaceAll(/(?:under )?\d+(\.\d)? s\b/g, 'SOON')

/** Everything that somebody reads who types a number, guesses who has it, waits for the answer and uses the code. */
async function guess(loop: Loop, line: string) {
  const read: { status: number; says: string; cookie: number }[] = []
  const note = async (answer: Response) => {
    const html = await answer.text()
    read.push({ status: answer.status, says: plain(html), cookie: cookieOf(answer).length })
    return html
  }
  const first = await sendForm(loop, '/report', { line, method: 'snatch', place: '' })
  const token = /name="token" value="([^"]+)"/.exec(await note(first))?.[1] ?? ''
  const who = { token, skip: '', name: 'Made Up', born: '1 2 1950', postcode: '' }
  const second = await sendForm(loop, '/report/who', who, { cookie: cookieOf(first) })
  const html = await second.text()
  read.push({ status: second.status, says: '', cookie: cookieOf(second).length })
  const [, code = ''] = /rb-number">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</.exec(html) ?? []
  const [, word = ''] = /Your word<br><strong>([^<]+)</.exec(html) ?? []
  const cookie = cookieOf(second)
  await loop.until('the network has said no', async () => {
    const page = await (await fetch(`${loop.origin}/report/receipt?look=8`, { headers: { cookie } })).text()
    return page.includes('could not tell that it is you')
  })
  await note(await fetch(`${loop.origin}/report/receipt?look=8`, { headers: { cookie } }))
  const opened = await sendForm(loop, '/case', { code, word })
  await note(opened)
  await note(await fetch(`${loop.origin}/case`, { headers: { cookie: cookieOf(opened) } }))
  return { read, first: plain(html) }
}

test('USERS 4: who types a number and guesses a name reads the same of one never reported, reported, proved, in safe mode and reported twice today; the owner gets on', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  const seen = (many: number) =>
    loop.until('they are cases', async () => (await rows('select from theft_case')).length === many)
  const bare = async (line: string, more = {}) =>
    assert.equal((await sendForm(loop, '/report', { line, method: 'snatch', place: '', ...more })).status, 200)
  await bare('07700 900122')
  const { card } = await enrolledPhone(loop, { number: '07700 900123' })
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', danger: 'no' })).status, 303)
  await bare('07700 900124', { safe: 'yes' })
  await seen(3)
  const desk = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  for (const many of [4, 5]) {
    await bare('07700 900125')
    await seen(many)
    const [{ case_id: theft }] = await rows('select case_id from theft_case order by opened_at desc limit 1')
    const words = 'We looked, and nobody can say who took it.'
    const end = { because: 'nobody-found', words, seen: '9' }
    const closed = await sendForm(loop, `/staff/case/${theft}/close`, end, { cookie: desk.cookie })
    assert.equal(closed.status, 303)
    await loop.until(
      'it has ended',
      async () => (await rows('select from theft_case where ended is null')).length === 3,
    )
  }
  const never = await guess(loop, '07700 900121')
  assert.match(never.first, /We have your report/)
  for (const line of ['07700 900122', '07700 900123', '07700 900124', '07700 900125'])
    assert.deepEqual((await guess(loop, line)).read, never.read, line)
  for (const line of ['07700 900122', '07700 900125']) {
    const { cookie } = await reportFromBorrowedPhone(loop, line)
    await loop.until(`the owner of ${line} is known`, async () => {
      const receipt = await (await fetch(`${loop.origin}/report/receipt`, { headers: { cookie } })).text()
      return receipt.includes('Your network says it is you') && receipt.includes('What was asked, and how it stands')
    })
  }
})

test('USERS 4, stalking: the right name and birth date in a case that safe mode guards is answered as by a silent network, on the receipt and on /case', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const rows = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  const line = '07700 900126'
  const { card } = await enrolledPhone(loop, { number: line })
  const stop = { code: card, method: 'snatch', danger: 'no', safe: 'yes' }
  assert.equal((await sendForm(loop, '/stop', stop)).status, 303)
  const first = await sendForm(loop, '/report', { line, method: 'snatch', place: '' })
  const token = /name="token" value="([^"]+)"/.exec(await first.text())?.[1] ?? ''
  const { name, postcode } = subscriberOf('+447700900126')
  const who = { token, skip: '', name, born: '', postcode }
  const second = await sendForm(loop, '/report/who', who, { cookie: cookieOf(first) })
  const [, code = ''] = /rb-number">([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</.exec(await second.clone().text()) ?? []
  const [, word = ''] = /Your word<br><strong>([^<]+)</.exec(await second.text()) ?? []
  await loop.until('the network has said yes', async () => {
    return (await rows(`select from action where kind = 'match-identity' and state = 'acknowledged'`)).length === 1
  })
  const cookie = cookieOf(second)
  const receipt = wordsOf(await (await fetch(`${loop.origin}/report/receipt`, { headers: { cookie } })).text())
  assert.match(receipt, /Your network is asked if it is you\. No answer yet/)
  assert.doesNotMatch(receipt, /says it is you\. |Confirmed/)
  const opened = await sendForm(loop, '/case', { code, word })
  const page = await fetch(`${loop.origin}/case`, { headers: { cookie: cookieOf(opened) } })
  assert.match(wordsOf(await page.text()), /Your case opens here when your network says that it is you/)
})
