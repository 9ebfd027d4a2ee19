import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Purpose, Role } from '#http'
import startForces from '../simulators/forces.ts'
import { startOperators } from '../simulators/operators.ts'
import { reportFromBorrowedPhone, wordsOf } from './support/case-visitor.ts'
import { sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const read = async (loop: Loop, path: string, cookie: string) => {
  const answer = await fetch(loop.origin + path, { headers: { cookie } })
  assert.equal(answer.status, 200, await answer.clone().text())
  return wordsOf(await answer.text())
}
const tell = async (loop: Loop, page: string, form: Record<string, string>, cookie: string) =>
  assert.equal((await sendForm(loop, `/case/details/${page}`, form, { cookie })).status, 303)
const seen = { who: 'a tall man in a zebra coat', vehicle: 'e-bike' }
const place = { place: 'Oxford Circus', when: 'today at about 2 pm' }

test('B68: what a victim adds on the pages of details sends the officer near there, who reads whom to look for', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startForces] })
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'respond-to-theft')
  const shift = { do: 'start', place: 'Oxford Circus', callSign: '', covert: '' }
  assert.equal((await sendForm(loop, '/staff/patrol', shift, { cookie })).status, 303)
  const victim = await reportFromBorrowedPhone(loop, '07700 900123')
  const query = async (sql: string) => (await loop.db.owner.pool.query(sql)).rows
  await loop.until('the network knows the victim', async () => {
    return (await query('select from theft_case where level = 2')).length === 1
  })
  await tell(loop, 'who', seen, victim.cookie)
  await tell(loop, 'where', place, victim.cookie)
  await loop.until('the officer is told', async () => (await query('select from officer_alert')).length === 1)
  assert.match(await read(loop, '/staff/patrol', cookie), /Near Oxford Circus.*zebra coat/)
  await loop.until('B38: the map knows how they got away', async () => {
    return (await query(`select from theft_cell where vehicle = 'e-bike'`)).length === 1
  })
})

test('B51 USERS 4: the police read what a victim adds, each look is written down; for another purpose and in safe mode nobody does', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee'), startForces] })
  const open = await reportFromBorrowedPhone(loop, '07700 900124')
  const safe = await reportFromBorrowedPhone(loop, '07700 900125', { safe: 'yes' })
  for (const { cookie } of [open, safe]) {
    await tell(loop, 'where', place, cookie)
    await tell(loop, 'who', seen, cookie)
    await tell(loop, 'phone', { had: 'a picture of my passport' }, cookie)
  }
  const look = async (theft: string, role: Role, purpose: Purpose) => {
    const { cookie } = await loop.staff('demo-met', role, purpose)
    return read(loop, `/staff/case/${theft}`, cookie)
  }
  const looks = async () =>
    (await loop.db.owner.pool.query(`select from audit where act = 'look-at-details' and tenant = 'demo-met'`)).rows
      .length
  await loop.until('the unit can list both', async () => {
    return (await loop.db.owner.pool.query('select from theft_case')).rows.length === 2
  })
  const page = await look(open.case, 'detective', 'investigate-crime')
  assert.match(page, /Where and when it was Oxford Circus, today at about 2 pm/)
  assert.match(page, /What was on the phone a picture of my passport/)
  assert.match(page, /Who took it a tall man in a zebra coat, on an e-bike/)
  assert.equal(await looks(), 3)
  assert.match(await look(open.case, 'response-officer', 'respond-to-theft'), /zebra/)
  assert.equal(await looks(), 6)

  const other = await look(open.case, 'neighbourhood-officer', 'prevent-crime')
  assert.match(other, /Your role or purpose does not cover what the victim told/)
  const hidden = await look(safe.case, 'detective', 'investigate-crime')
  assert.match(hidden, /Safe mode: no words and no place are shown/)
  for (const text of [other, hidden]) assert.doesNotMatch(text, /zebra|Oxford|passport/)
  assert.equal(await looks(), 6)
  assert.match(await read(loop, '/case/details', open.cookie), /The police can read what you write/)
  const said = await read(loop, '/case/details', safe.cookie)
  assert.match(said, /no screen shows it, not even at the police/)
  await searchByDescription(loop, open.case, safe.case)
})

/** Beside a case in the open and one in safe mode, both of a zebra coat on an e-bike: a series of three, and others that share words. */
async function searchByDescription(loop: Loop, inOpen: string, inSafeMode: string) {
  const { pool } = loop.db.owner
  const describe = async (line: string, form: Record<string, string>) => {
    const victim = await reportFromBorrowedPhone(loop, line)
    await tell(loop, 'who', form, victim.cookie)
    return victim.case
  }
  const series = [
    await describe('07700 900131', { who: 'Black balaclava and a red puffer jacket', vehicle: 'motorbike' }),
    await describe('07700 900132', { who: 'red jackets, one of them had a balaclava' }),
    await describe('07700 900133', { who: 'he had a BALACLAVA', vehicle: 'motorbike' }),
  ]
  const others = [
    await describe('07700 900134', { who: 'a black coat, red shoes' }),
    await describe('07700 900135', { who: '', vehicle: 'car' }),
  ]
  await loop.until('the unit can list them', async () => {
    return (await pool.query('select from theft_case')).rowCount === 7
  })
  await pool.query(`update theft_case set force = 'demo-met'`)
  const { cookie } = await loop.staff('demo-met', 'detective', 'investigate-crime')
  const search = async (form: Record<string, string>, as = cookie) => {
    const answer = await sendForm(loop, '/staff/described', form, { cookie: as })
    const text = await answer.text()
    return {
      status: answer.status,
      text: wordsOf(text),
      cases: [...text.matchAll(/\/staff\/case\/([0-9a-f-]{36})/g)].map(([, id]) => id),
    }
  }
  const found = await search({ words: 'red balaclava', vehicle: 'motorbike' })
  assert.deepEqual(found.cases.toSorted(), series.toSorted(), 'B38: the planted series, and nobody else')
  assert.match(found.text, /3 of 3: “Black balaclava and a red puffer jacket, on a moped or motorbike”/)
  assert.deepEqual((await search({ words: '', vehicle: 'car' })).cases, [others[1]])
  assert.deepEqual((await search({ words: 'zebra' })).cases, [inOpen], 'none in safe mode')
  assert.match((await search({ words: 'unicorn' })).text, /No case was described so/)
  assert.match((await search({ words: 'he and the' })).text, /Enter what a victim may have written/)
  const elsewhere = await loop.staff('demo-city', 'detective', 'investigate-crime')
  assert.deepEqual((await search({ words: 'balaclava' }, elsewhere.cookie)).cases, [], 'cases of another force')
  const officer = await loop.staff('demo-met', 'neighbourhood-officer', 'prevent-crime')
  assert.equal((await search({ words: 'balaclava' }, officer.cookie)).status, 403)
  const { rows } = await pool.query(
    `select subject, count(*)::int as many from audit where act = 'look' and purpose = 'investigate-crime' and subject = any($1)
     group by subject`,
    [['cases-described', `case/${series[0]}`, `case/${inSafeMode}`]],
  )
  const looked = new Map(rows.map(({ subject, many }) => [subject, many]))
  assert.ok(looked.get('cases-described') >= 4 && looked.get(`case/${series[0]}`) === 1, 'each look is written down')
  assert.equal(looked.get(`case/${inSafeMode}`), 1, 'on its own page before, and not for this')
  // The words are in no table but under the vault's key.
  const kept = await pool.query(
    `select from audit where audit::text ilike '%balaclava%' union all select from event where data::text ilike '%balaclava%'`,
  )
  assert.equal(kept.rowCount, 0)
}

test('B21: a handler tells the hour of the theft by form or from a system of their own; the map keeps it, and who works on the case reads it', async (t) => {
  const loop = await openLoop(t, { simulators: [startForces] })
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const hourAgo = (hours: number) => new Date(Math.floor(Date.now() / 3_600_000 - hours) * 3_600_000)
  const told = { line: '07700 900126', lineAgain: '07700 900126', method: 'snatch', vouched: 'police-handler' }
  const without = await sendForm(loop, '/staff/report', { ...told, when: 'just now' }, { cookie })
  assert.match(wordsOf(await without.text()), /Say where too, or leave out when/)
  const before = hourAgo(26).toISOString()
  const typed = { ...told, place: 'Oxford Circus', when: '26 hours ago' }
  assert.match(wordsOf(await (await sendForm(loop, '/staff/report', typed, { cookie })).text()), /Reported/)
  const counted = (many: number) =>
    loop.until('it is counted', async () => {
      const { rows } = await loop.db.owner.pool.query('select happened from theft_cell order by change')
      return rows.length === many && rows.map(({ happened }) => happened)
    })
  // The hour may strike meanwhile.
  const [typedHour] = await counted(1)
  assert.ok([before, hourAgo(26).toISOString()].includes(typedHour), typedHour)
  const taken = hourAgo(9).toISOString()
  const sent = await fetch(`${loop.origin}/api/reports`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
    body: JSON.stringify({
      ...{ imeis: ['490154203237518'], method: 'snatch' },
      place: { text: 'Oxford Circus', when: taken },
    }),
  })
  assert.equal(sent.status, 201, await sent.clone().text())
  const { case: theft } = (await sent.json()) as { case: string }
  assert.equal((await counted(2))[1], taken)
  await loop.until('the case can be listed', async () => {
    return (await loop.db.owner.pool.query('select from theft_case where case_id = $1', [theft])).rowCount === 1
  })
  const detective = await loop.staff('demo-met', 'detective', 'investigate-crime')
  const page = await read(loop, `/staff/case/${theft}`, detective.cookie)
  assert.match(page, /Where and when it was Oxford Circus, (today|yesterday) \d\d:00/)
})
