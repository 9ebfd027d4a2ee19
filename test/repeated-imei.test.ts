import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openLedger } from '#ledger'
import { registerHandset } from '#modules/register/commands/register-handset'
import { imeiHandset } from '#modules/register/views/imei-handset'
import { imeiStatus } from '#modules/register/views/imei-status'
import { reportTheft } from '#modules/reports/commands/report-theft'
import { nobody } from '#modules/response/public'
import { openDatabase } from '#platform/database'
import { testDatabase } from './support/database.ts'

const imeis = ['490154203237518', '490154203237518', '49-015420-323751-8']
const handset = '0f8e2f4a-6d0c-4a55-9a35-3a3f0a7b1c11'

test('an IMEI that was scanned twice is registered, and reported stolen, as one', async (t) => {
  const { serverUrl } = await testDatabase(t)
  const database = openDatabase(serverUrl, { pipeline: true, max: 2 })
  t.after(() => database.close())
  const views = [imeiHandset, imeiStatus]
  const ledger = openLedger({ database, views, now: () => new Date(), random: Math.random })
  const meta = { actor: 'partner:force', tenant: 'force', cause: 'test' }

  const owner = 'v_AAAAAAAAAAAAAAAAAAAAAA'
  const sale = { handset, imeis, channel: 'point-of-sale' as const, owner }
  assert.equal((await ledger.execute(registerHandset, sale, meta)).ok, true)
  const theft = { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', imeis, method: 'snatch' as const }
  const parties = { ...nobody, operators: ['first-operator'] }
  const told = { ...theft, channel: 'force-system' as const, means: 'police-handler' as const, parties }
  assert.equal((await ledger.execute(reportTheft, told, meta)).ok, true)
  await ledger.settled()

  const { rows } = await database.pool.query('select * from imei_status order by status')
  const key = { imei_key: '49015420323751', until: null }
  assert.deepEqual(rows, [
    { ...key, status: 'clear', case_id: null },
    { ...key, status: 'stolen', case_id: theft.case },
  ])
  const { rows: owed } = await database.pool.query('select owes from event where owes is not null')
  assert.deepEqual(owed[0]?.owes[0].input.imeiKeys, ['49015420323751'])
})
