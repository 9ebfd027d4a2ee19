import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startOperators } from '../simulators/operators.ts'
import { pretendNotify, reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('B42 B51 B57: a victim on a borrowed phone sees each network’s answer on the case page, and hears of it by the contact that they gave', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-three')] })
  const gateway = await pretendNotify(t, loop)
  const line = '07700 900123'
  const victim = await reportFromBorrowedPhone(loop, line)
  const visit = async () =>
    wordsOf(await (await fetch(`${loop.origin}/case`, { headers: { cookie: victim.cookie } })).text())
  await loop.until('both networks are said to have stopped the phone', async () =>
    /Your phone cannot be used on EE \(pretend\) or Three \(pretend\)/.test(await visit()),
  )
  assert.match(await visit(), /Your network says that you are who you say/)

  const given = await sendForm(
    loop,
    '/case/details/contact',
    { contact: 'victim@example.org', alone: 'yes' },
    { cookie: victim.cookie },
  )
  assert.equal(given.status, 303, wordsOf(await given.text()))
  const mail = await loop.until('the contact is written to', async () =>
    gateway.sent.find(({ to }) => to === 'victim@example.org'),
  )
  assert.match(mail.text, new RegExp(`Your word: ${victim.word}`))
  assert.doesNotMatch(mail.text + mail.subject, /https?:|07700|7700900123/)

  const { cookie: _, ...byCode } = victim
  const opened = await sendForm(loop, '/case', {
    code: byCode.code.toLowerCase(),
    word: ` ${byCode.word.toUpperCase()} `,
  })
  assert.equal(opened.status, 303)

  const refused = await sendForm(
    loop,
    '/case/details/contact',
    { contact: '+44 7700 900 123', alone: 'yes' },
    { cookie: victim.cookie },
  )
  assert.match(wordsOf(await refused.text()), /the number of the phone that was taken/)
  assert.ok(
    gateway.sent.every(({ to }) => !to.includes('900123')),
    'B51: nothing went to the stolen number',
  )

  const callback = (status: string, token: string) =>
    fetch(`${loop.origin}/api/notify/callback`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id: 'a', reference: mail.reference, status, to: 'victim@example.org' }),
    })
  assert.equal((await callback('delivered', 'a-guess')).status, 401)
  assert.deepEqual(await (await callback('permanent-failure', gateway.token)).json(), { noted: true })
  assert.deepEqual(await (await callback('permanent-failure', gateway.token)).json(), { noted: false })
  await loop.organisation('demo-met', 'force')
  await loop.until('the failure waits for a person', async () => {
    const { rows } = await loop.db.owner.pool.query('select case_id, channel, how from message_failed')
    return rows[0]?.how === 'permanent-failure'
  })
  assert.match(await visit(), /An e-mail of ours did not reach you/)
})

test('USERS 4: a code that is guessed opens nothing, and six wrong words close it for an hour', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  const { code, word } = await reportFromBorrowedPhone(loop, '07700 900124')
  for (let tries = 0; tries < 5; tries++)
    assert.match(wordsOf(await (await sendForm(loop, '/case', { code, word: 'wrong' })).text()), /do not open a case/)
  const locked = wordsOf(await (await sendForm(loop, '/case', { code, word })).text())
  assert.match(locked, /Wait one hour/)
  assert.doesNotMatch(locked, /What has happened/)
})
