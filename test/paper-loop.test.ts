import assert from 'node:assert/strict'
import { test } from 'node:test'
import startMakers from '../simulators/makers.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test('MISSION, the proof ladder: a victim sends a paper, a person decides with a reason and can change it; the maker’s list follows', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startMakers] })
  const rows = async (sql: string, values: unknown[] = []) => (await loop.db.owner.pool.query(sql, values)).rows
  const victim = await reportFromBorrowedPhone(loop, '07700 900121')
  await loop.until(
    'the network knows them',
    async () => (await rows('select from theft_case where level = 2')).length > 0,
  )
  const send = async (file: Blob) => {
    const body = new FormData()
    body.append('paper', 'receipt')
    body.append('photo', file, 'receipt.jpg')
    const headers = { cookie: victim.cookie, origin: loop.config.publicUrl }
    return fetch(`${loop.origin}/case/proof`, { method: 'POST', redirect: 'manual', headers, body })
  }
  assert.match(wordsOf(await (await send(new Blob(['<svg onload=alert(1)>']))).text()), /Choose a photo/)
  const sent = await send(new Blob([png]))
  assert.equal(sent.headers.get('location'), '/case/proof?sent=yes')
  const page = async (path = '/case') =>
    wordsOf(await (await fetch(`${loop.origin}${path}`, { headers: { cookie: victim.cookie } })).text())
  assert.match(await page('/case/proof?sent=yes'), /We have your photo A person looks at it/)
  assert.match(await page(), /unless your paper counts\. A person looks at it/)

  const desk = await loop.staff('demo-public', 'control-room-operator', 'respond-to-theft')
  const address = await loop.until('it is in the queue', async () => {
    const page = await (await fetch(`${loop.origin}/staff/proofs`, { headers: { cookie: desk.cookie } })).text()
    return /\/staff\/proofs\/[0-9a-f-]{36}/.exec(page)?.[0]
  })
  const shown = await (await fetch(loop.origin + address, { headers: { cookie: desk.cookie } })).text()
  assert.ok(shown.includes(`data:image/png;base64,${png.toString('base64')}`))
  assert.equal((await rows(`select from theft_case where level = 2`)).length, 1, 'and it proves nothing yet')
  const decide = (counts: string, reason: string) =>
    sendForm(loop, address, { counts, reason }, { cookie: desk.cookie })
  const slip = { counts: 'yes', reason: 'shows-phone-and-name', imeis: '490154203237519' }
  const wrong = await sendForm(loop, address, slip, { cookie: desk.cookie })
  assert.match(wordsOf(await wrong.text()), /There is a problem/)
  assert.equal((await decide('yes', 'shows-phone-and-name')).status, 303)
  const owed = (kind: string) =>
    loop.until(`${kind} is owed`, async () => (await rows('select from action where kind = $1', [kind])).length > 0)
  await owed('list-stolen')
  const own = await page()
  assert.doesNotMatch(own, /unless your paper counts/)
  assert.match(
    own,
    /A person has looked at your paper. It shows that the phone is yours/,
    'their code still opens the case',
  )
  assert.equal((await decide('no', 'new-fact')).status, 303)
  await owed('unlist-stolen')
  await loop.until(
    'a person is called',
    async () => (await rows(`select from case_conflict where conflict = 'paper-doubted'`)).length === 1,
  )
  assert.equal(
    (await rows(`select from action where kind = 'unblock-handset'`)).length,
    0,
    'the rest stays until they have looked',
  )

  // A paper that nobody has looked at when the case closes is said to be left, and waits again once it is opened.
  assert.equal((await send(new Blob([png]))).status, 303)
  const waiting = async () => (await rows('select from case_proof where judged_at is null')).length
  await loop.until('it waits', async () => (await waiting()) === 1)
  const at = `/staff/case/${victim.case}`
  const words = 'We asked the shop for its film and saw nobody. We write to you if that changes.'
  const closed = await sendForm(loop, `${at}/close`, { because: 'nobody-found', words }, { cookie: desk.cookie })
  assert.equal(closed.status, 303)
  assert.match(await page(), /could not find out who took your phone.*before a person looked at your paper/)
  await loop.until('nobody need look', async () => (await waiting()) === 0)
  assert.equal((await sendForm(loop, `${at}/reopen`, { sure: 'yes' }, { cookie: desk.cookie })).status, 303)
  await loop.until('it waits again', async () => (await waiting()) === 1)
})
