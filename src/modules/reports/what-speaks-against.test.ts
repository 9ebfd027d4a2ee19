import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { keysOf } from '#lib/imei/imei'
import { HandsetEnrolled } from '#modules/register/events/handset-enrolled'
import { HandsetRegistered } from '#modules/register/events/handset-registered'
import { dramaLine, reportingDesk } from '#test/support/reporting'
import { takeReport } from './take-report.ts'
import { type AgainstTables, whatSpeaksAgainst } from './what-speaks-against.ts'

const handset = '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11'
const imei = '490154203237518' as never
const theft = '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c'
const reviewBy = '2032-11-24T10:00:00.000Z'
const day = 86_400_000
const meta = { actor: 'system:test', tenant: 'demo-public', cause: 'test' }

test('a handset sold on within 30 days, or contacts changed within one, are found; older ones and first ones are not', async (t) => {
  const { context, ledger } = await reportingDesk(t)
  const db = context.db as unknown as Kysely<AgainstTables>
  const begun = Date.now() // facts carry the database's own time
  const about = { case: theft, line: undefined, handset: undefined, imeiKeys: keysOf([imei]) }
  const against = (days: number) => whatSpeaksAgainst(db, about, new Date(begun + days * day))
  const owner = (letter: string) => `v_${letter.repeat(21)}A` as never
  const sale = (letter: string, channel: 'point-of-sale' | 'resale') =>
    HandsetRegistered.of({ handset: handset as never, imeis: [imei], channel, owner: owner(letter), reviewBy })
  const ready = (contact: string) =>
    HandsetEnrolled.of({
      ...{ handset: handset as never, line: owner('L'), owner: owner('O'), imeis: [imei], banks: [], trusted: [] },
      ...{ contacts: [owner(contact)], imeisProved: [], mayLocate: false, reviewBy },
    })
  await ledger.append(
    [
      { event: sale('A', 'point-of-sale'), version: 1 },
      { event: ready('C'), version: 2 },
    ],
    meta,
  )
  assert.deepEqual(await against(0.1), [])
  await ledger.append(
    [
      { event: sale('B', 'resale'), version: 3 },
      { event: ready('D'), version: 4 },
    ],
    meta,
  )
  assert.deepEqual(await against(0.5), ['recent-sale', 'contacts-changed'])
  assert.deepEqual(await against(2.5), ['recent-sale'])
  assert.deepEqual(await against(32), [])
})

test('a number proved stolen a third time in 90 days goes to a person; bare claims of anybody count for nothing', async (t) => {
  const { context, clock } = await reportingDesk(t)
  const db = context.db as unknown as Kysely<AgainstTables>
  const report = { line: dramaLine(1), method: 'snatch' } as const
  const again = async (means: 'number' | 'panic-card', hours: number) => {
    const taken = await takeReport(context, { ...report, means, channel: means === 'number' ? 'web' : 'panic-card' })
    assert.ok('case' in taken)
    const about = { case: taken.case, line: taken.line, handset: undefined, imeiKeys: [] }
    const found = await whatSpeaksAgainst(db, about, clock.now)
    clock.now = new Date(clock.now.getTime() + hours * 3_600_000)
    return found
  }
  for (let many = 0; many < 4; many++) assert.deepEqual(await again('number', 25), [])
  assert.deepEqual(await again('panic-card', 73), [])
  assert.deepEqual(await again('panic-card', 73), [])
  assert.deepEqual(await again('panic-card', 73), ['repeat-reporter'])
})
