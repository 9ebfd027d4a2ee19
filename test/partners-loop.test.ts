import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import type { Means } from '#lib/proof'
import { askWipe } from '#modules/reports/commands/ask-wipe'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { withdrawReport } from '#modules/reports/commands/withdraw-report'
import { nobody, type Parties } from '#modules/response/public'
import type { VaultRef } from '#platform/vault-ref'
import { startBanks } from '../simulators/banks.ts'
import forces from '../simulators/forces.ts'
import makers from '../simulators/makers.ts'
import { caseDesk, keptSimulators } from './support/case-desk.ts'
import { openLoop, type Simulator } from './support/loop.ts'

const number = '+447700900123'
const imei = Imei.parse('353325101234569')
const maker = 'demo-samsung'

async function opened(t: TestContext, ...starts: readonly Simulator[]) {
  const { simulators, ask, tell } = keptSimulators(...starts)
  const loop = await openLoop(t, { simulators })
  const desk = await caseDesk(t, loop)
  const theft = CaseId.parse(randomUUID())
  const report = async (means: Means, parties: Partial<Parties>, more: { force?: string; mayLocate?: boolean } = {}) =>
    desk.execute(reportTheft, {
      ...{ case: theft, channel: 'assisted', method: 'snatch', means, imeis: [imei], line: await desk.line(number) },
      ...{ ...more, parties: { ...nobody, ...parties } },
    })
  const untilActions = (what: string, ...wanted: readonly string[]) =>
    loop.until(what, async () => {
      const actions = await desk.actions(theft)
      return wanted.every((one) => actions.includes(one)) && actions
    })
  const untilEvent = (type: string, want: (data: Record<string, unknown>) => boolean = () => true) =>
    loop.until(type, async () => {
      const data = (await desk.events(theft)).filter((event) => event.type === type).map((event) => event.data)
      return (data as Record<string, unknown>[]).find(want)
    })
  return { loop, desk, theft, report, ask, tell, untilActions, untilEvent }
}

test('B28, B75: an attested report freezes at the victim’s banks on their signed receipts while one is down, and at that one on its return', async (t) => {
  const banks = ['demo-barclays', 'demo-monzo']
  const { theft, report, tell, untilActions, desk } = await opened(t, startBanks(...banks))
  await tell('demo-monzo', '/_faults', { outage: true })
  await report('police-handler', { banks })
  await untilActions('Barclays has frozen', 'demo-barclays freeze-account acknowledged')
  assert.ok((await desk.actions(theft)).includes('demo-monzo freeze-account owed'))
  assert.equal((await tell('demo-barclays', '/_pay', { line: number, by: 'face' })).why, 'account-frozen')
  await tell('demo-monzo', '/_faults', {})
  await untilActions('Monzo has frozen', 'demo-monzo freeze-account acknowledged')
  assert.equal((await tell('demo-monzo', '/_pay', { line: number, by: 'pin' })).paid, 'refused')

  await desk.execute(withdrawReport, { case: theft, why: 'found', means: 'police-handler' })
  await untilActions(
    'both have taken it back',
    ...banks.flatMap((bank) => [`${bank} unfreeze-account acknowledged`, `${bank} end-step-up acknowledged`]),
  )
  for (const bank of banks) assert.equal((await tell(bank, '/_pay', { line: number, by: 'pin' })).paid, 'allowed')
})

test('B75: at level 1 the bank steps up, freezes nothing, and holds no longer than the proof', async (t) => {
  const { report, tell, untilActions, desk, theft } = await opened(t, startBanks('demo-monzo'))
  await report('panic-card', { banks: ['demo-monzo'] })
  await untilActions('Monzo has stepped up', 'demo-monzo step-up-account acknowledged')
  assert.deepEqual(await desk.actions(theft), ['demo-monzo step-up-account acknowledged'])
  assert.equal((await tell('demo-monzo', '/_pay', { line: number, by: 'pin' })).why, 'device-not-trusted')
  assert.equal((await tell('demo-monzo', '/_pay', { line: number, by: 'face' })).paid, 'allowed')
  const [effect] = (await (await fetchJournal(tell)).effects) as { detail: { until: string; imei?: string } }[]
  assert.ok(Date.parse(effect?.detail.until ?? '') > Date.now() + 71 * 3_600_000)
  assert.deepEqual(Object.keys(effect?.detail ?? {}).sort(), ['msisdn', 'order', 'proofLevel', 'until'])
})

const fetchJournal = async (tell: Awaited<ReturnType<typeof opened>>['tell']) => ({
  effects: Object.values(await tell('demo-monzo', '/_journal', {})),
})

test('A13: a documented report lists the handset at its maker; a refused activation reaches the case; undo takes it off', async (t) => {
  const { report, tell, untilActions, untilEvent, desk, theft } = await opened(t, makers)
  await report('purchase-document', { makers: [maker] })
  await untilActions('it is listed', `${maker} list-stolen acknowledged`, `${maker} lock-screen acknowledged`)
  assert.deepEqual(await tell(maker, '/_activate', { imei, country: 'DZ' }), { activated: false })
  const seen = await untilEvent('sightings.handset-seen', ({ how }) => how === 'activation-refused')
  assert.deepEqual([seen.country, seen.by], ['DZ', maker])
  await tell(maker, '/_reconnect', { imei, country: 'DZ' })
  await untilEvent('sightings.handset-seen', ({ how }) => how === 'reconnected')

  await desk.execute(withdrawReport, { case: theft, why: 'found', means: 'purchase-document' })
  await untilActions('it is off the list', `${maker} unlist-stolen acknowledged`, `${maker} unlock-screen acknowledged`)
  assert.deepEqual(await tell(maker, '/_activate', { imei, country: 'GB' }), { activated: true })
})

test('B67: a wipe that the owner asked for waits for the handset’s next contact, and the last backup was told before', async (t) => {
  const { report, tell, untilActions, desk, theft, loop } = await opened(t, makers)
  await tell(maker, '/_handset', { imei, offline: true, lastBackup: '2026-11-20T07:00:00.000Z' })
  await report('purchase-document', { makers: [maker] })
  await untilActions('it is listed', `${maker} list-stolen acknowledged`)
  const { rows } = await loop.db.owner.pool.query<{ data: { answer: VaultRef } }>(
    `select data from event where type = 'partners.action-acknowledged' and data->>'kind' = 'list-stolen'`,
  )
  const answer = rows[0]?.data.answer
  assert.deepEqual(answer && (await desk.reveal(answer)), { lastBackup: '2026-11-20T07:00:00.000Z' })
  await desk.execute(askWipe, { case: theft, backup: 'seen', parties: { ...nobody, makers: [maker] } })
  await untilActions('the wipe waits', `${maker} wipe-handset owed`)
  const waits = await loop.db.owner.pool.query(
    `update action set due = now() where kind = 'wipe-handset' and attempts = 0 and due > now() + interval '23 h 59 min'`,
  )
  assert.equal(waits.rowCount, 1, 'it waits a day, which goes by here')
  await loop.until('the maker was asked', async () => {
    const found = await loop.db.owner.pool.query(
      `select 1 from action where kind = 'wipe-handset' and last_error = 'taken, not done yet'`,
    )
    return found.rowCount === 1
  })
  await tell(maker, '/_reconnect', { imei })
  await untilActions('it is erased', `${maker} wipe-handset acknowledged`, `${maker} lock-screen acknowledged`)
})

test('B66 A22: with the owner’s consent the maker locates the handset, the case learns where and its square is counted; withdrawing stops it all', async (t) => {
  const { report, tell, ask, untilActions, untilEvent, desk, theft, loop } = await opened(t, makers)
  await tell(maker, '/_handset', { imei, position: { lon: -0.1337, lat: 51.5101 } })
  await report('panic-card', { makers: [maker] }, { mayLocate: true })
  const located = await untilEvent('sightings.handset-located')
  assert.equal(located.by, maker)
  const place = (await desk.reveal(located.place as VaultRef)) as { lon: number; lat: number }
  assert.deepEqual([place.lon, place.lat], [-0.1337, 51.5101])
  assert.equal((await ask(maker, '/_locate', { imei })).status, 200)
  const traced = async () => (await loop.db.owner.pool.query('select * from traced_square')).rows
  const [square] = await loop.until('its square is counted', async () => (await traced()).length === 1 && traced())
  assert.deepEqual([square.easting % 150, square.northing % 150, new Date(square.at).getTime() % 3_600_000], [0, 0, 0])
  assert.ok(!JSON.stringify(square).includes(theft), 'nobody’s case is in it')
  await desk.execute(withdrawReport, { case: theft, why: 'found', means: 'trusted-person' })
  await untilActions('it stopped', `${maker} stop-locating acknowledged`)
  await loop.until('its square is counted no longer', async () => (await traced()).length === 0)
  assert.equal((await ask(maker, '/_locate', { imei })).status, 400)
})

test('B66: without consent nobody is asked where the handset is', async (t) => {
  const { report, untilActions, desk, theft } = await opened(t, makers)
  await report('purchase-document', { makers: [maker] })
  const actions = await untilActions('the others are done', `${maker} list-stolen acknowledged`)
  assert.ok(!actions.some((one) => one.includes('locating')))
  assert.ok(!(await desk.events(theft)).some(({ type }) => type === 'sightings.handset-located'))
})

test('an attested theft is recorded by the force that handles it, and its crime reference shows level 4', async (t) => {
  const { report, untilEvent, untilActions, desk, theft, loop } = await opened(t, forces, makers)
  const all = ['demo-btp', 'demo-city', 'demo-met']
  await report('operator-counter', { forces: all }, { force: 'demo-met' })
  await untilActions('the Met has recorded it', 'demo-met record-crime acknowledged')
  const shown = await untilEvent('reports.proof-shown', ({ means }) => means === 'crime-reference')
  assert.equal(shown.by, 'demo-met')
  const { reference } = (await desk.reveal(shown.document as VaultRef)) as { reference: string }
  assert.match(reference, /^01\/\d{7}\/\d\d$/)
  assert.deepEqual(
    (await desk.actions(theft)).filter((one) => one.includes('record-crime')),
    ['demo-met record-crime acknowledged'],
  )
  await untilActions('what level 3 and 4 allow is asked for', 'demo-samsung list-stolen acknowledged')
  await loop.until('the case is at level 4', async () => {
    const { rows } = await loop.db.owner.pool.query('select level from theft_case where case_id = $1', [theft])
    return rows[0]?.level === 4
  })
})

test('a reference that only echoes name and birth date raises nothing, until the force gives one of its own accord', async (t) => {
  const { report, untilEvent, desk, theft, loop, untilActions } = await opened(t, forces, makers)
  await report('operator-knowledge', { forces: ['demo-met'] }, { force: 'demo-met' })
  const echoed = await untilEvent('reports.proof-shown')
  assert.equal(echoed.means, 'operator-knowledge')
  assert.ok(!(await desk.actions(theft)).some((one) => one.includes('list-stolen')))

  const give = async (organisation: string) => {
    const { cookie } = await loop.staff(organisation, 'detective', 'investigate-crime')
    return fetch(`${loop.origin}/api/crime-references`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl },
      body: JSON.stringify({ case: theft, reference: ' 01/7654321/26 ' }),
    })
  }
  assert.notEqual((await give('demo-city')).status, 200, 'another force’s case')
  const given = await give('demo-met')
  assert.equal(given.status, 200, await given.clone().text())
  const shown = await untilEvent('reports.proof-shown', ({ means }) => means === 'crime-reference')
  assert.deepEqual(await desk.reveal(shown.document as VaultRef), { reference: '01/7654321/26' })
  await untilActions('what level 3 and 4 allow is asked for', 'demo-samsung list-stolen acknowledged')
})
