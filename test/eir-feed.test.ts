import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { imeiOf } from '#lib/imei/imei'
import { openCentre, otherDigits } from './support/eir-centre.ts'

const imei = '490154203237518'
const other = '356938035643809'

const unknown = 'ERROR_EQUIPMENT_UNKNOWN'

test('G1 G5 G10 A39: a report is refused at the node, and taken back it is let in again', async (t) => {
  const { loop, report, undo, node } = await openCentre(t)
  const eir = await node()
  assert.equal(await eir.says(imei), unknown)
  const theft = await report(imei)
  await loop.until('the node refuses', async () => (await eir.says(imei)) === 'BLACKLISTED')
  assert.equal(await eir.says(other), unknown)
  await undo(theft)
  await loop.until('the node lets it in', async () => (await eir.says(imei)) === unknown)
  assert.match(await eir.metrics(), /ringback_eir_feed_number 2/)
})

test('G9 partition: cut off, a node answers from what it has and lets holds end; it starts again so, and then catches up', async (t) => {
  const { loop, way, report, node } = await openCentre(t)
  const clock = { ms: 0 }
  const now = () => Date.now() + clock.ms
  const before = await node({ now })
  await report(imei)
  await loop.until('the node refuses', async () => (await before.says(imei)) === 'BLACKLISTED')
  way.state = 'cut'
  await report(other)
  await before.close()
  const eir = await node({ now })
  assert.equal(await eir.says(imei), 'BLACKLISTED', 'from its own disk')
  assert.equal(await eir.says(other), unknown)
  clock.ms = 100 * 86_400_000
  await loop.until('a hundred days by its clock', async () => /age_seconds 86[34]\d{4}/.test(await eir.metrics()))
  assert.equal(await eir.says(imei), 'BLACKLISTED', 'a hold without an end does not end by age')
  clock.ms = -3_600_000
  way.state = 'open'
  await loop.until('it has caught up, whatever its clock says', async () => (await eir.says(other)) === 'BLACKLISTED')
})

test('the feed tampered with on its way: it is named, nothing of it is taken, and both sides agree once it is gone', async (t) => {
  const { loop, way, report, node } = await openCentre(t)
  const eir = await node()
  way.state = otherDigits
  await report(imei)
  await loop.until('the fault is named', async () =>
    /feed_faults_total\{fault="body"\} [1-9]/.test(await eir.metrics()),
  )
  assert.equal(await eir.says(imei), unknown)
  assert.equal(await eir.says('590154203237516'), unknown, 'no stranger is blocked')
  assert.equal(eir.feed.no(), 0)
  way.state = 'open'
  await loop.until('the node refuses', async () => (await eir.says(imei)) === 'BLACKLISTED')
})

test('B55: the seal of each change is checked at the node: one that does not hold is named in log and metrics, nothing of it is taken', async (t) => {
  const { loop, way, report, node, ledger } = await openCentre(t)
  const eir = await node({ ledger })
  way.state = (said) => {
    const changed = said.replace(/"leaves":"(.)/, (_, first) => `"leaves":"${first === 'A' ? 'B' : 'A'}`)
    return changed === said ? undefined : changed
  }
  await report(imei)
  await loop.until('it is named', async () => /feed_faults_total\{fault="not-sealed"\} [1-9]/.test(await eir.metrics()))
  assert.equal(await eir.says(imei), unknown)
  assert.partialDeepStrictEqual(eir.told[0], { fault: 'not-sealed', of: 'batch' })
  way.state = (said) => (said.includes('"seal":') ? said.replace(/,"seal":\{[^}]*\}/, '') : undefined)
  await loop.until('a proof that is kept back too', async () =>
    /feed_faults_total\{fault="no-seal"\} [1-9]/.test(await eir.metrics()),
  )
  way.state = 'open'
  await loop.until('the node refuses', async () => (await eir.says(imei)) === 'BLACKLISTED')
  const metrics = await eir.metrics()
  assert.match(metrics, /feed_seal_checked 1\n/)
  assert.match(metrics, /feed_sealed_changes_total 1\n/)
  await eir.close()
  const again = await node({ ledger })
  assert.equal(await again.says(imei), 'BLACKLISTED', 'from its own disk, where what was checked stands')
})

test('the centre restored to an older day: a node whose number it has not reached takes the whole list', async (t) => {
  const { loop, report, node } = await openCentre(t)
  const eir = await node()
  await report(imei)
  await report(other)
  await loop.until('both are refused', async () => eir.feed.no() === 2)
  await loop.db.owner.pool.query('delete from list_change where no = 2; delete from list_piece where last = 2')
  await loop.db.owner.pool.query('delete from listing where imei_key = $1', [other.slice(0, 14)])
  await loop.until('the list of that day counts', async () => eir.feed.no() === 1)
  assert.deepEqual([await eir.says(imei), await eir.says(other)], ['BLACKLISTED', unknown])
})

test('a node that puts its list on disk anew loses nothing of what changes meanwhile, and starts again from there', async (t) => {
  const { loop, report, undo, node, folder } = await openCentre(t)
  const before = await node({ foldAfterBytes: 1 }) // after every batch
  const generation = () => Math.max(...readdirSync(folder).map(Number))
  const begun = generation()
  const theft = await report(imei)
  const imeis = Array.from({ length: 12 }, (_, n) => imeiOf(`3593810${String(7000000 + n)}` as never))
  for (const one of imeis) await report(one)
  await undo(theft)
  await loop.until('all of it is there', async () => before.feed.no() === imeis.length + 2)
  await loop.until('the list was put on disk anew', async () => generation() > begun + 1)
  const said = async (eir: typeof before) => [
    await eir.says(imei),
    ...(await Promise.all(imeis.map((one) => eir.says(one)))),
  ]
  const expected = [unknown, ...imeis.map(() => 'BLACKLISTED')]
  assert.deepEqual(await said(before), expected)
  await before.close()
  const eir = await node()
  assert.deepEqual([await said(eir), eir.feed.no()], [expected, imeis.length + 2])
})

test('G9: a list of which one handset was altered in memory is found out, named and mended, and metrics say so', async (t) => {
  const { loop, report, node } = await openCentre(t)
  await report(imei)
  await report(other)
  const eir = await node({ agreeEveryMs: 4000 })
  await loop.until('it has compared', async () => /_agrees 1\n/.test(await eir.metrics()))
  eir.list()?.set(Number(imei.slice(0, 14)), [])
  assert.equal(await eir.says(imei), unknown, 'a thief’s friend was at it')
  await loop.until('it is mended', async () => (await eir.says(imei)) === 'BLACKLISTED')
  assert.deepEqual(eir.told, [{ tacs: [imei.slice(0, 8)], count: 1 }])
  await loop.until('both sides agree again', async () => eir.feed.agreed()?.agrees === true)
  const metrics = await eir.metrics()
  assert.match(metrics, /ringback_eir_differing_tacs 0\n/)
  const [, since] = /_agrees_since_timestamp_seconds (\d\S*)/.exec(metrics) ?? []
  assert.ok(Math.abs(Number(since) - Date.now() / 1000) < 30)
  const { rows } = await loop.db.owner.pool.query('select differs from list_follower')
  assert.deepEqual(rows, [{ differs: 0 }], 'the centre knows it too')
})
