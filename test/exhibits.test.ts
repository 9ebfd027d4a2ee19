import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CaseId } from '#lib/ids'
import { matchExhibit } from '#modules/exhibits/public'
import { showProof } from '#modules/reports/commands/show-proof'
import { nobody } from '#modules/response/public'
import { startOperators } from '../simulators/operators.ts'
import { caseDesk } from './support/case-desk.ts'
import { askForCard, quietGateway, sendForm } from './support/enrolling.ts'
import { type Loop, openLoop } from './support/loop.ts'

const stolen = '490154203237518'
const other = '356938035643809'

/** A browser without JavaScript: forms in, pages out, the session's cookie in hand. */
function browserOf(loop: Loop, cookie: string) {
  const headers = { cookie, origin: loop.config.publicUrl, accept: 'text/html' }
  const post = (path: string, form: Record<string, string>) =>
    fetch(loop.origin + path, { method: 'POST', body: new URLSearchParams(form), headers, redirect: 'manual' })
  const json = (path: string, body: unknown) =>
    fetch(loop.origin + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { cookie, origin: loop.config.publicUrl, 'content-type': 'application/json' },
    })
  const get = async (path: string) => {
    const answer = await fetch(loop.origin + path, { headers })
    return { status: answer.status, text: (await answer.text()).replaceAll(/\s+/g, ' ') }
  }
  return { post, json, get }
}

const storeOf = async (loop: Loop) =>
  browserOf(loop, (await loop.staff('demo-met', 'exhibits-officer', 'return-property')).cookie)

async function reported(loop: Loop, imeis: string[]): Promise<string> {
  const { cookie } = await loop.staff('demo-met', 'control-room-operator', 'respond-to-theft')
  const sent = await browserOf(loop, cookie).json('/api/reports', { imeis, method: 'snatch' })
  assert.equal(sent.status, 201, await sent.clone().text())
  const { case: theft } = (await sent.json()) as { case: string }
  await loop.until('the case can be listed', async () => {
    const { rowCount } = await loop.db.owner.pool.query('select 1 from theft_case where case_id = $1', [theft])
    return rowCount === 1
  })
  return theft
}

const eventsOn = async (loop: Loop, stream: string) =>
  (
    await loop.db.owner.pool.query('select type, data, owes, actor from event where stream = $1 order by version', [
      stream,
    ])
  ).rows as { type: string; data: Record<string, unknown>; owes: { kind: string }[] | null; actor: string }[]

test('A14 B81 E3: reported, seized from the tray, owner told, handed over, returned, closed, and the operators asked to start it again', async (t) => {
  const loop = await openLoop(t, { simulators: [startOperators('demo-ee')] })
  await loop.organisation('demo-met', 'force')
  const theft = await reported(loop, [stolen])
  const store = await storeOf(loop)

  const scan = await store.json('/api/trays', {
    lines: [`${stolen} AB/1`, `${other};AB/2`, '490154203237519 AB/3', '5'],
  })
  assert.equal(scan.status, 201, await scan.clone().text())
  const { tray, counts, rows } = (await scan.json()) as {
    tray: string
    counts: object
    rows: { state: string; case: string | null; why: string | null; label: string | null }[]
  }
  assert.deepEqual(counts, { matched: 1, ambiguous: 0, unknown: 1, unreadable: 2 })
  assert.deepEqual([rows[0]?.state, rows[0]?.case, rows[0]?.label], ['matched', theft, 'AB/1'])
  assert.match(rows[2]?.why ?? '', /digits of this IMEI are wrong/)
  assert.deepEqual(
    (await eventsOn(loop, `tray/${tray}`)).map(({ type }) => type),
    ['exhibits.tray-scanned'],
  )

  const page = await store.post(`/staff/tray/${tray}`, { power: 'pace-s19' })
  assert.equal(page.status, 200, await page.clone().text())
  assert.match(await page.text(), /Seized: 1\. In custody before: 0/)
  const again = await store.post(`/staff/tray/${tray}`, { power: 'pace-s19' })
  assert.match(await again.text(), /Seized: 0\. In custody before: 1/)

  const found = await loop.until('the case knows that police have it', async () =>
    (await eventsOn(loop, `case/${theft}`)).find(({ type }) => type === 'exhibits.owner-found'),
  )
  const exhibit = String(found.data.exhibit)
  assert.equal(found.data.by, 'tray')
  const moved = await store.post(`/staff/exhibit/${exhibit}/hand-over`, { to: 'property-store', seal: 'b 123-456' })
  assert.equal(moved.status, 303)

  const wrong = await store.post(`/staff/exhibit/${exhibit}/return`, {
    ...{ case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', proof: 'box', person: 'seen' },
  })
  assert.match(await wrong.text(), /does not belong to that case/)
  const unseen = await store.post(`/staff/exhibit/${exhibit}/return`, { case: theft, proof: 'box' })
  assert.match(await unseen.text(), /Check their photo ID first/)
  const said = { case: theft, proof: 'code-and-word', person: 'seen' }
  const guessed = await store.post(`/staff/exhibit/${exhibit}/return`, { ...said, code: 'H7K2-9QRM-4T3X', word: 'a' })
  assert.match(await guessed.text(), /This code and word do not open this case/)
  const given = await store.post(`/staff/exhibit/${exhibit}/return`, { case: theft, proof: 'box', person: 'seen' })
  assert.equal(given.status, 303, await given.clone().text())
  assert.match(
    (await store.get(`/staff/exhibit/${exhibit}/receipt`)).text,
    /Your phone is back with you.*49-015420-323751-8/,
  )
  assert.match(
    (await store.get(`/staff/exhibit/${exhibit}`)).text,
    /Seized.*Officer handed it to: property store\. Seal B123456\..*Property store handed it to: owner/,
  )

  await loop.until('the operator confirms that it works again', async () => {
    const { rows: actions } = await loop.db.owner.pool.query(
      `select kind, state from action where stream = $1 and kind like '%block-handset'`,
      [`case/${theft}`],
    )
    return actions.some(({ kind, state }) => kind === 'unblock-handset' && state === 'acknowledged')
  })
  const closed = (await eventsOn(loop, `case/${theft}`)).find(({ type }) => type === 'reports.case-closed')
  assert.equal(closed?.data.reason, 'returned')
  const { rows: status } = await loop.db.owner.pool.query('select status from imei_status')
  assert.deepEqual(status, [{ status: 'clear' }])
  const { rows: audit } = await loop.db.owner.pool.query(
    `select distinct act, purpose from audit where subject = $1 order by act`,
    [`exhibit/${exhibit}`],
  )
  assert.deepEqual(audit, [
    { act: 'change', purpose: 'return-property' },
    { act: 'look', purpose: 'return-property' },
  ])
})

test('B63: a phone that was seized before anybody reported it finds its case when the report comes', async (t) => {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'investigate-crime')
  const officer = browserOf(loop, cookie)
  const exhibit = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
  const seizure = { numbers: stolen, exhibit, reference: 'ab 1', power: 'pace-s1', camera: 'BWV 77' }
  const wrong = await officer.post('/staff/seize', seizure)
  assert.match(await wrong.text(), /such as AB\/1/)
  const seized = await officer.post('/staff/seize', { ...seizure, reference: 'ab-1' })
  assert.match(await seized.text(), /Nobody has reported it/)
  await officer.post('/staff/seize', { ...seizure, reference: 'ab-1' })
  assert.equal((await eventsOn(loop, `exhibit/${exhibit}`)).length, 1, 'a second press seizes nothing twice')

  const theft = await reported(loop, [stolen])
  await loop.until('the case knows', async () =>
    (await eventsOn(loop, `case/${theft}`)).find(({ type }) => type === 'exhibits.owner-found'),
  )
  const kinds = (await eventsOn(loop, `exhibit/${exhibit}`)).map(({ type }) => type)
  assert.deepEqual(kinds, ['exhibits.handset-seized', 'exhibits.case-matched'])
  assert.equal((await eventsOn(loop, `exhibit/${exhibit}`))[1]?.data.case, theft)
})

test('B63: an exhibit that goes to another case is taken from the first, and that case is told', async (t) => {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  const [wrong, right] = [await reported(loop, [stolen]), await reported(loop, [other])]
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'investigate-crime')
  const exhibit = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
  await browserOf(loop, cookie).post('/staff/seize', {
    ...{ numbers: stolen, exhibit, reference: 'AB/1', power: 'pace-s1', camera: '' },
  })
  const typesOn = async (theft: string) => (await eventsOn(loop, `case/${theft}`)).map(({ type }) => type)
  await loop.until('the first case knows', async () => (await typesOn(wrong)).includes('exhibits.owner-found'))
  const desk = await caseDesk(t, loop)
  await desk.execute(matchExhibit, { exhibit, case: CaseId.parse(right), by: 'looked-again' })
  await loop.until('the second case knows', async () => (await typesOn(right)).includes('exhibits.owner-found'))
  await loop.until('the first is told that it is not theirs', async () => {
    const events = await eventsOn(loop, `case/${wrong}`)
    return events.some(
      ({ type, data }) => type === 'victims.message-owed' && (data as { template: string }).template === 'not-yours',
    )
  })
  assert.equal((await typesOn(wrong)).filter((type) => type === 'exhibits.owner-ruled-out').length, 1)
})

test('USERS 4: a number that somebody typed at enrolment gives them no phone by code, word or a recorded crime: a person looks, and a document names it', async (t) => {
  const loop = await openLoop(t)
  await loop.organisation('demo-met', 'force')
  await quietGateway(loop)
  const { address, code } = await askForCard(loop, { number: '07700 900133', imei: stolen })
  const card = /rb-card__number[^>]*>([0-9A-Z-]{14})</.exec(await (await sendForm(loop, address, { code })).text())?.[1]
  assert.equal((await sendForm(loop, '/stop', { code: card ?? '', method: 'snatch', danger: 'no' })).status, 303)
  const theft = await loop.until('the case can be matched', async () => {
    const { rows } = await loop.db.owner.pool.query('select case_id from theft_case')
    return rows.length > 0 && String(rows[0].case_id)
  })
  const desk = await caseDesk(t, loop)
  await desk.execute(showProof, { case: theft, means: 'crime-reference', parties: nobody })
  const { cookie } = await loop.staff('demo-met', 'response-officer', 'investigate-crime')
  const exhibit = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
  const seized = await browserOf(loop, cookie).post('/staff/seize', {
    ...{ numbers: stolen, exhibit, reference: 'AB/1', power: 'pace-s1', camera: '' },
  })
  assert.match(await seized.text(), /Only the owner typed this number/)

  const store = await storeOf(loop)
  const page = `/staff/exhibit/${exhibit}`
  assert.match((await store.get(`${page}/return`)).text, /It cannot go back until that is clear/)
  assert.match((await store.get(page)).text, /A report fits: use it/)
  assert.equal((await store.post(`${page}/match`, {})).status, 303)
  await loop.until('the case knows', async () =>
    (await eventsOn(loop, `case/${theft}`)).some(({ type }) => type === 'exhibits.owner-found'),
  )
  const form = (await store.get(`${page}/return`)).text
  assert.match(form, /The box with the same number/)
  assert.doesNotMatch(form, /Their photo ID agrees with/)
  const said = { case: theft, person: 'seen' }
  const guessed = await store.post(`${page}/return`, { ...said, proof: 'operator-match' })
  assert.match(await guessed.text(), /This proof is not enough by itself/)
  const approved = (await eventsOn(loop, `case/${theft}`)).filter(({ type }) => type === 'exhibits.return-approved')
  assert.equal(approved.length, 0)
  assert.equal((await store.post(`${page}/return`, { ...said, proof: 'box' })).status, 303)
})
