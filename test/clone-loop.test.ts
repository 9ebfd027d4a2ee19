import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askForCard, sellPhone, sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'
import { operatorWithLines } from './support/operator-with-lines.ts'

const imei = '490154203237518'

const rowsOf = async (loop: Loop, sql: string, values: unknown[] = []) =>
  (await loop.db.owner.pool.query(sql, values)).rows

/** The list as every network gets it. */
const listed = async (loop: Loop) =>
  (await rowsOf(loop, 'select imei_key::text from listing')).map((row) => row.imei_key)

/** Of what a case owes, the kinds. */
const kindsOf = async (loop: Loop, theft: string) =>
  (await rowsOf(loop, 'select distinct kind from action where stream = $1', [`case/${theft}`])).map(({ kind }) => kind)

async function reportBy(loop: Loop, line: string, more: object = {}) {
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const said = {
    line,
    lineAgain: line,
    method: 'robbery',
    vouched: 'officer-present',
    place: 'Soho',
    imeis: imei,
    ...more,
  }
  assert.equal((await sendForm(loop, '/staff/report', said, { cookie })).status, 200)
  const [row] = await rowsOf(
    loop,
    `select data->>'case' as case from event where type = 'reports.theft-reported' order by id desc limit 1`,
  )
  return { theft: String(row?.case), cookie }
}

test('B33: a number that two shops sold on two phones is not blocked on one owner’s word: it waits for a person, who decides', async (t) => {
  const loop = await openLoop(t, { simulators: [operatorWithLines('demo-ee').start] })
  await sellPhone(loop, imei, '07700 900131')
  await assert.rejects(sellPhone(loop, imei, '07700 900132'), /seller-not-verified/)
  await loop.until('the second claim is known', async () => {
    return (await rowsOf(loop, 'select from imei_owner where handset is null')).length === 1
  })

  const { theft, cookie } = await reportBy(loop, '07700 900132')
  const doubt = await loop.until('a person is called', async () => {
    return (await rowsOf(loop, 'select conflict, signs from case_conflict where case_id = $1', [theft]))[0]
  })
  assert.deepEqual(doubt, { conflict: 'suspected-clone', signs: ['two-owners'] })
  await loop.until('the line is stopped all the same', async () =>
    (await kindsOf(loop, theft)).includes('suspend-line'),
  )
  await loop.until('the list has taken the case', async () => {
    return (await rowsOf(loop, 'select from listing_held_back where source = $1', [`case/${theft}`])).length === 1
  })
  assert.deepEqual(await listed(loop), [], 'the honest owner is not blocked')
  assert.ok(!(await kindsOf(loop, theft)).includes('block-handset'))

  const page = await fetch(`${loop.origin}/staff/conflicts/${theft}/suspected-clone`, { headers: { cookie } })
  const words = await page.text()
  assert.match(words, /The number may be on two phones/)
  assert.match(words, /Two people have it on two phones/)
  const decided = { stands: 'yes', reason: 'both-asked' }
  const address = `/staff/conflicts/${theft}/suspected-clone`
  assert.equal((await sendForm(loop, address, decided, { cookie })).status, 303)
  await loop.until('it is blocked now', async () => (await listed(loop)).length === 1)
  await loop.until('networks are asked', async () => (await kindsOf(loop, theft)).includes('block-handset'))
})

test('USERS 4: a stranger who types the number of another’s phone delays no block of it', async (t) => {
  const loop = await openLoop(t, { simulators: [operatorWithLines('demo-ee').start] })
  await sellPhone(loop, imei, '07700 900131')
  const { address, code } = await askForCard(loop, { number: '07700 900134', imei })
  assert.doesNotMatch(await (await sendForm(loop, address, { code })).text(), /rb-card__number/)
  await loop.until('the second claim is known', async () => {
    return (await rowsOf(loop, 'select from imei_owner where handset is null')).length === 1
  })
  const { theft } = await reportBy(loop, '07700 900131')
  await loop.until('it is blocked', async () => (await listed(loop)).length === 1)
  assert.deepEqual(await rowsOf(loop, 'select from case_conflict where case_id = $1', [theft]), [])
})

test('B33: a number that is stopped and then seen too far apart calls a person, and lifts nothing', async (t) => {
  const loop = await openLoop(t, { simulators: [operatorWithLines('demo-ee').start] })
  const { theft } = await reportBy(loop, '07700 900133')
  await loop.until('it is blocked', async () => (await listed(loop)).length === 1)
  const { cookie } = await loop.staff('demo-ee', 'operator', 'block-handset')
  const reading = (country: string, minutes: number) => ({
    ...{ imei, how: 'refused-attach', country, ref: `r-${country}` },
    at: new Date(Date.now() - minutes * 60_000).toISOString(),
  })
  const sent = await fetch(`${loop.origin}/api/sightings`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({ readings: [reading('GB', 90), reading('CN', 5)] }),
  })
  assert.equal(sent.status, 202, await sent.clone().text())
  const doubt = await loop.until('a person is called', async () => {
    return (await rowsOf(loop, 'select conflict, signs from case_conflict where case_id = $1', [theft]))[0]
  })
  assert.deepEqual(doubt, { conflict: 'suspected-clone', signs: ['two-places'] })
  assert.equal((await listed(loop)).length, 1)
})
