import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { openLedger } from '#ledger'
import { imeiOf } from '#lib/imei/imei'
import { importList } from '#modules/blocklist/public'
import { openDatabase } from '#platform/database'
import { openDraft } from '../src/eir/list/draft.ts'
import { openList } from '../src/eir/list/status-list.ts'
import { wordsOf } from './support/case-visitor.ts'
import { askForCard, quietGateway, sendForm } from './support/enrolling.ts'
import { openLoop } from './support/loop.ts'

/** No list names this type: as with every phone made since the open lists ended. */
const tac = '86987654'
const imei = (serial: number) => imeiOf(`${tac}${String(serial).padStart(6, '0')}` as never)

async function desks(t: TestContext) {
  const loop = await openLoop(t)
  await quietGateway(loop)
  for (const [slug, sort] of [['demo-met', 'force'] as const, ['demo-shop', 'dealer'] as const])
    await loop.organisation(slug, sort)
  assert.equal((await loop.db.owner.pool.query('select from tac where tac = $1', [tac])).rowCount, 0)
  const as = async (...who: Parameters<typeof loop.staff>) => {
    const { cookie } = await loop.staff(...who)
    const headers = { cookie, 'content-type': 'application/json', origin: loop.config.publicUrl }
    const json = async (path: string, body: object) => {
      const answer = await fetch(loop.origin + path, { method: 'POST', headers, body: JSON.stringify(body) })
      return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
    }
    const form = (path: string, fields: Record<string, string>) => sendForm(loop, path, fields, { cookie })
    return { json, form }
  }
  /** An owner enrols and types what the phone is called. */
  const enrols = async (number: string, serial: number, model: string) => {
    const asked = await askForCard(loop, { number, imei: imei(serial), more: { model } })
    return (await sendForm(loop, asked.address, { code: asked.code })).text()
  }
  return { loop, as, enrols }
}

test('G6: a handset whose type nobody knows is refused nowhere: enrolled, sold, bought, checked, reported, scanned, listed and at a node', async (t) => {
  const { loop, as, enrols } = await desks(t)
  assert.match(await enrols('07700 900141', 1, ''), /Print your panic card/)
  const dealer = await as('demo-shop', 'dealer', 'check-before-buying')
  const owner = { name: 'A Name', contact: '07700 900142' }
  const sold = await dealer.json('/api/handsets', { imeis: [imei(2)], channel: 'point-of-sale', owner })
  assert.deepEqual([sold.status, sold.body.models], [201, []])
  const bought = { imei: imei(3), document: 'passport', lastFour: '12AB', validUntil: '' }
  assert.match(await (await dealer.form('/dealer/purchase', bought)).text(), /registered to your shop/)
  assert.equal((await dealer.json('/api/imei-checks', { imei: imei(4) })).body.status, 'unknown')
  assert.match(await (await sendForm(loop, '/check', { imei: imei(4) })).text(), /No theft has been reported/)

  const handler = await as('demo-met', 'control-room-operator', 'respond-to-theft')
  assert.equal((await handler.json('/api/reports', { imeis: [imei(5)], method: 'snatch' })).status, 201)
  assert.equal((await dealer.json('/api/imei-checks', { imei: imei(5) })).body.status, 'stolen')
  const batch = await handler.json('/api/imei-checks/batch', { imeis: [imei(4), imei(5)] })
  assert.deepEqual(
    (batch.body.answers as { status: string }[]).map(({ status }) => status),
    ['unknown', 'stolen'],
  )
  const store = await as('demo-met', 'exhibits-officer', 'return-property')
  const tray = await store.json('/api/trays', { lines: [`${imei(5)};ST/1`, `${imei(6)};ST/2`] })
  assert.equal(tray.status, 201, JSON.stringify(tray.body))
  const rows = tray.body.rows as { state: string }[]
  assert.deepEqual(
    rows.map(({ state }) => state === 'unreadable'),
    [false, false],
  )

  const database = openDatabase(loop.db.serverUrl, { max: 2, pipeline: true })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  const open = async () =>
    Readable.from([Buffer.from(`imei,reporting_date,status,change_type\n${imei(7)},20261127,,add\n`)])
  const listed = await importList(database.pool, ledger, { open, source: 'other-register', layout: 'dirbs' }, {})
  assert.deepEqual([listed.rows, listed.rejected], [1, 0])
  await ledger.settled()
  await database.close()
  const list = openList(openDraft(), Date.now)
  list.set(Number(imei(7).slice(0, 14)), [{ status: 'blocked' }])
  assert.deepEqual(
    [7, 8].map((serial) => list.statusOf(Number(imei(serial).slice(0, 14)))),
    [3, 0],
  )
})

test('G6: owners teach what a type of phone is called: nobody by themselves, a few with doubt, five for sure; and a list outdoes them', async (t) => {
  const { loop, as, enrols } = await desks(t)
  const officer = await as('demo-met', 'response-officer', 'respond-to-theft')
  const page = async () =>
    wordsOf(await (await officer.form('/staff/handset', { screen: imei(99), label: '', outcome: '' })).text())
  for (let again = 0; again < 3; again++) await enrols('07700 900150', 50 + again, 'Fairphone 9')
  assert.doesNotMatch(await page(), /Fairphone/, 'one owner, however often')
  await enrols('07700 900151', 61, 'FAIRPHONE 9')
  assert.match(await page(), /A few owners of phones with such numbers say: F\w+ 9\. They may be wrong/)
  for (const n of [2, 3, 4]) await enrols(`07700 90015${n}`, 60 + n, 'Fairphone 9')
  assert.match(await page(), /Owners of phones with such numbers say: Fairphone 9\. Is it the phone in your hand/)
  const dealer = await as('demo-shop', 'dealer', 'check-before-buying')
  const sale = (serial: number) =>
    dealer.json('/api/handsets', {
      ...{ imeis: [imei(serial)], channel: 'point-of-sale', owner: { name: 'A Name', contact: '07700 900142' } },
    })
  assert.deepEqual((await sale(71)).body.models, [{ name: 'Fairphone 9', from: 'owners', sure: true }])
  await loop.db.owner.pool.query(`insert into tac values ($1, 'Fairphone', '9 Plus')`, [tac])
  assert.deepEqual((await sale(72)).body.models, [{ name: 'Fairphone 9 Plus', from: 'list', sure: true }])
})
