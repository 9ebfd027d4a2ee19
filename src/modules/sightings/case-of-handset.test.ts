import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewEvent } from '#ledger'
import type { CaseId } from '#lib/ids'
import { type ImeiKey, imeiOf, keyOf } from '#lib/imei/imei'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { reportingDesk } from '#test/support/reporting'
import { casesOfHandsets } from './case-of-handset.ts'

const imeis = ['49015420323751', '35693803564380', '35209900176148', '35483305123456'].map((key) =>
  imeiOf(key as ImeiKey),
)
const caseOf = (n: number) => `5a3f0a7b-1c11-4a55-9a35-00000000000${n}` as CaseId

test('a handset’s sightings go to its case while that is open or waits for a lead, and to none once it is back, taken back or lapsed', async (t) => {
  const { ledger, db } = await reportingDesk(t)
  const meta = { actor: 'system:test', tenant: 'demo-public', cause: 'test' }
  const happened = (event: NewEvent, version: number) => ledger.append([{ event, version }], meta)
  const until = '2026-11-26T13:00:00.000Z'
  for (const [n, imei] of imeis.entries()) {
    const { line: _, until: __, ...sample } = TheftReported.sample
    const lapse = n === 3 ? { means: 'panic-card' as const, until } : {}
    await happened(TheftReported.of({ ...sample, case: caseOf(n), imeis: [imei], ...lapse }), 1)
  }
  const keys = [...imeis.map(keyOf), '86000000000000' as ImeiKey]
  const look = async (at = '2026-11-26T12:00:00.000Z') => {
    const found = await casesOfHandsets(db.owner.kysely as never, keys, new Date(at))
    return keys.map((key) => found.get(key))
  }
  assert.deepEqual(await look(), [...imeis.map((_, n) => caseOf(n)), undefined])
  await happened(CaseClosed.of({ case: caseOf(0), reason: 'no-lead-left' }), 2)
  await happened(CaseClosed.of({ case: caseOf(1), reason: 'returned' }), 2)
  await happened(ReportWithdrawn.of({ ...ReportWithdrawn.sample, case: caseOf(2) }), 2)
  assert.deepEqual(await look(), [caseOf(0), undefined, undefined, caseOf(3), undefined])
  assert.deepEqual(await look(until), [caseOf(0), undefined, undefined, undefined, undefined])
})
