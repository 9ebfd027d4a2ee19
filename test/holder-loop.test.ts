import assert from 'node:assert/strict'
import { test } from 'node:test'
import startNotify from '../simulators/notify.ts'
import { subscriberOf } from '../simulators/operators/subscribers.ts'
import { startOperators } from '../simulators/operators.ts'
import { sentBy, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const cookieOf = (answer: Response) => (answer.headers.getSetCookie().at(-1) ?? '').split(';')[0] ?? ''
const line = '07700 900123'

const read = async (loop: Loop, address: string, cookie: string) =>
  wordsOf(await (await fetch(loop.origin + address, { headers: { cookie } })).text())

const codeIn = (receipt: string) => {
  const [code = ''] = /[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(receipt) ?? []
  const [, word = ''] = /Word: ([a-z]+)/.exec(receipt) ?? /word:? ([a-z]+)/i.exec(receipt) ?? []
  return { code, word }
}

/** Says only the number, and skips who they are: what anybody can do who knows it. */
async function bareReport(loop: Loop) {
  const first = cookieOf(await sendForm(loop, '/report', { line, method: 'snatch' }))
  const skipped = { token: '', skip: 'yes', name: '', born: '', postcode: '' }
  const cookie = cookieOf(await sendForm(loop, '/report/who', skipped, { cookie: first })) || first
  return { cookie, ...codeIn(await read(loop, '/report/receipt', cookie)) }
}

/** The holder reports the same number later and says who they are; waits until their network has said yes. */
async function holderReports(loop: Loop) {
  const first = cookieOf(await sendForm(loop, '/report', { line, method: 'snatch' }))
  const { name, postcode } = subscriberOf('+447700900123')
  const said = { token: '', skip: '', name, born: '', postcode }
  const cookie = cookieOf(await sendForm(loop, '/report/who', said, { cookie: first })) || first
  return loop.until('the holder has a code of their own', async () => {
    const answer = await fetch(`${loop.origin}/report/receipt`, { headers: { cookie } })
    const now = cookieOf(answer) || cookie
    const says = wordsOf(await answer.text())
    return /see your case/.test(says) && { cookie: now, ...codeIn(says) }
  })
}

test('USERS 4: who reported first by a bare number reads nothing more, and is told nothing more, once the holder is known', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three'), startNotify] })
  const thief = await bareReport(loop)
  assert.match(await read(loop, '/case', thief.cookie), /Your case/)
  const contact = { contact: 'thief@example.org', alone: 'yes' }
  assert.equal((await sendForm(loop, '/case/details/contact', contact, { cookie: thief.cookie })).status, 303)

  const holder = await holderReports(loop)
  assert.notEqual(holder.code, thief.code)
  const mine = { contact: 'holder@example.org', alone: 'yes' }
  assert.equal((await sendForm(loop, '/case/details/contact', mine, { cookie: holder.cookie })).status, 303)
  await loop.until('the holder is told that the phone is stopped', async () =>
    (await sentBy(loop)).some(({ to }) => to === 'holder@example.org'),
  )

  assert.match(await read(loop, '/case', thief.cookie), /Open your case/)
  assert.equal((await fetch(`${loop.origin}/case/live`, { headers: { cookie: thief.cookie } })).status, 404)
  const again = await sendForm(loop, '/case/details/contact', contact, { cookie: thief.cookie })
  assert.deepEqual([again.status, again.headers.get('location')], [303, '/case'])
  const byCode = await sendForm(loop, '/case', { code: thief.code, word: thief.word })
  assert.match(wordsOf(await byCode.text()), /This code has ended/)
  assert.doesNotMatch(await read(loop, '/report/receipt', thief.cookie), new RegExp(thief.code))
  const late = (await sentBy(loop)).filter(({ to }) => to === 'thief@example.org')
  assert.deepEqual(
    late.filter(({ text }) => /EE|stopped|blocked/.test(text)).map(({ text }) => text),
    [],
  )
  const mails = await sentBy(loop)
  const wordIn = (to: string) =>
    new Set(mails.filter((one) => one.to === to).map(({ text }) => /word: (\w+)/.exec(text)?.[1]))
  assert.deepEqual(
    wordIn('holder@example.org'),
    new Set([holder.word]),
    'the word that ended is in no message any more',
  )
  assert.match(await read(loop, '/case', holder.cookie), /Your case/)
  assert.equal((await sendForm(loop, '/case', { code: holder.code, word: holder.word })).status, 303)
})

test('USERS 4: who joins by a bare number cannot use up the tries of who reported first', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const first = await bareReport(loop)
  const joiner = cookieOf(await sendForm(loop, '/report', { line, method: 'snatch' }))
  const wrong = { token: '', skip: '', name: 'Nobody At All', born: '1 1 1970', postcode: '' }
  for (let tries = 1; tries <= 3; tries++)
    assert.match(
      await (await sendForm(loop, '/report/who', wrong, { cookie: joiner })).text(),
      /We have your report/,
      `try ${tries}`,
    )
  const fourth = await sendForm(loop, '/report/who', wrong, { cookie: joiner })
  assert.match(wordsOf(await fourth.text()), /asked as often as it may be today/)
  const { name, postcode } = subscriberOf('+447700900123')
  const own = { token: '', skip: '', name, born: '', postcode }
  const said = await sendForm(loop, '/report/who', own, { cookie: first.cookie })
  const cookie = cookieOf(said)
  assert.match(await said.text(), /We have your report/)
  await loop.until('the network says that it is the holder', async () =>
    /Your network says it is you/.test(await read(loop, '/report/receipt', cookie)),
  )
  await loop.until('it is their case', async () => /Your case/.test(await read(loop, '/case', cookie)))
})
