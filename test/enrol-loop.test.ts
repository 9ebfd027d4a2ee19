import assert from 'node:assert/strict'
import { test } from 'node:test'
import { caseCodeOf, showCaseCode } from '#lib/case-code'
import { startOperators } from '../simulators/operators.ts'
import { enrolledPhone, quietGateway, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

test('B60 B78: a card that was enrolled stops the phone in two steps, with the means panic-card at level 1', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  await quietGateway(loop)
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei })
  const stopped = await sendForm(loop, '/stop', { code: card, method: 'snatch', safe: 'yes' })
  assert.equal(stopped.status, 303)
  const { rows } = await loop.until('the handset is blocked', async () => {
    const found = await loop.db.owner.pool.query(
      `select a.state, c.means, c.level, c.imei_keys from action a join theft_case c on a.stream = 'case/' || c.case_id
        where a.kind = 'block-handset' and a.state = 'acknowledged'`,
    )
    return found.rowCount === 1 && found
  })
  assert.deepEqual(rows, [{ state: 'acknowledged', means: 'panic-card', level: 1, imei_keys: [imei.slice(0, 14)] }])
})

test('USERS 4: a report is taken back by the counter of the line’s own operator, by nobody without a sign-in, and by no other operator', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee', 'demo-o2')] })
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei: '490154203237518' })
  assert.equal((await sendForm(loop, '/stop', { code: card, method: 'snatch', safe: 'yes' })).status, 303)
  const withdraw = async (cookie?: string) => {
    const sent = await fetch(`${loop.origin}/api/withdrawals`, {
      method: 'POST',
      headers: { ...(cookie && { cookie }), 'content-type': 'application/json', origin: loop.config.publicUrl },
      body: JSON.stringify({ line: '07700 900123', why: 'found' }),
    })
    return sent.status
  }
  assert.equal(await withdraw(), 401)
  const other = await loop.staff('demo-o2', 'operator', 'block-handset')
  assert.equal(await withdraw(other.cookie), 403)
  const own = await loop.staff('demo-ee', 'operator', 'block-handset')
  assert.equal(await withdraw(own.cookie), 201)
  assert.equal(await withdraw(own.cookie), 404, 'no report stands any more')
  await loop.until('every stop is undone', async () => {
    const { rows } = await loop.db.owner.pool.query(
      `select count(*)::int as left from action a where a.kind = 'block-handset' and not exists
        (select from action u where u.cancels = a.id and u.state in ('acknowledged', 'cancelled'))`,
    )
    return rows[0].left === 0
  })
})

test('USERS 4: after five codes that nobody was given there is an hour’s rest, and a right code reads the same as a wrong one', async (t) => {
  const loop = await openLoop(t)
  const { card } = await enrolledPhone(loop, { number: '07700 900123' })
  const tried = async (code: string) => (await sendForm(loop, '/stop', { code, method: 'snatch', safe: 'yes' })).text()
  const unknown = showCaseCode(caseCodeOf(new Uint8Array(7)))
  for (let n = 0; n < 5; n++) assert.match(await tried(unknown), /We do not know this card or code/)
  assert.match(await tried(unknown), /Five wrong codes came from here/)
  assert.match(await tried(card), /Five wrong codes came from here/)
  const { rowCount } = await loop.db.owner.pool.query(`select from event where stream like 'case/%'`)
  assert.equal(rowCount, 0)
})

test('B64: a buyer’s check of a reported phone is a sighting and a warning on its case, and says nothing of who asked', async (t) => {
  const loop = await openLoop(t)
  const imei = '490154203237518'
  const { card } = await enrolledPhone(loop, { number: '07700 900123', imei })
  await sendForm(loop, '/stop', { code: card, method: 'snatch', safe: 'yes' })
  assert.match(await (await sendForm(loop, '/check', { imei })).text(), /Wait before you buy/)
  const { rows } = await loop.db.owner.pool.query(
    `select type, actor, data - 'case' - 'sighting' - 'at' as data from event
      where type in ('register.warning-shown', 'sightings.handset-seen') order by id`,
  )
  assert.deepEqual(rows, [
    { type: 'sightings.handset-seen', actor: 'public', data: { how: 'buyer-check', country: 'GB', by: 'public' } },
    { type: 'register.warning-shown', actor: 'public', data: { answer: 'wait', to: 'buyer' } },
  ])
})
