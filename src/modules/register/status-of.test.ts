import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { keyOf } from '#lib/imei/imei'
import { lapseOf, type Means } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { reportingDesk } from '#test/support/reporting'
import { HandsetRegistered } from './events/handset-registered.ts'
import { statusOf } from './status-of.ts'
import type { ImeiStatus } from './views/imei-status.ts'

const imei = '490154203237518' as never
const other = '356938035643809' as never
const victim = '5a3f0a7b-1c11-4a55-9a35-00000000000a' as never
const thief = '5a3f0a7b-1c11-4a55-9a35-00000000000b' as never
const lines: Record<string, never> = {
  [victim]: 'v_AAAAAAAAAAAAAAAAAAAAAA' as never,
  [thief]: 'v_BBBBBBBBBBBBBBBBBBBBBA' as never,
}
const noon = '2026-11-26T12:00:00.000Z'
const meta = { actor: 'system:test', tenant: 'demo-public', cause: 'test' }

async function register(t: Parameters<typeof reportingDesk>[0]) {
  const { ledger, db, rows } = await reportingDesk(t)
  const versions = new Map<string, number>()
  const happened = async (event: Parameters<typeof ledger.append>[0][number]['event']) => {
    const version = (versions.get(event.stream) ?? 0) + 1
    versions.set(event.stream, version)
    await ledger.append([{ event, version }], meta)
  }
  const reported = (theft: never, means: Means, imeis: never[] = [imei]) => {
    const { handset: _, until: __, ...sample } = TheftReported.sample
    const until = lapseOf(means, noon)
    return happened(
      TheftReported.of({ ...sample, line: lines[theft], case: theft, means, imeis, ...(until && { until }) }),
    )
  }
  const learnt = (theft: never, means: Means, imeis: never[] = [imei]) => {
    const { until: _, ...sample } = ProofShown.sample
    const until = lapseOf(means, noon)
    return happened(ProofShown.of({ ...sample, case: theft, means, imeis, ...(until && { until }) }))
  }
  const says = (inHours = 0) =>
    statusOf(
      db.owner.kysely as unknown as Kysely<ImeiStatus>,
      keyOf(imei),
      new Date(Date.parse(noon) + inHours * 3_600_000),
    )
  const inCase = async () =>
    (await rows<{ case_id: string }>('select case_id from open_case where subject = $1', [keyOf(imei)]))[0]?.case_id
  return { happened, reported, learnt, says, inCase }
}

test('USERS 4: of two cases on one handset the worst that holds counts: a later one neither shortens nor lifts the first', async (t) => {
  const { happened, reported, learnt, says } = await register(t)
  assert.equal(await says(), 'unknown')
  await happened(HandsetRegistered.of(HandsetRegistered.sample))
  assert.equal(await says(), 'clear')
  await reported(victim, 'police-handler')
  await reported(thief, 'number', [])
  await learnt(thief, 'operator-knowledge')
  assert.deepEqual([await says(), await says(73)], ['stolen', 'stolen'])
  await happened(ReportWithdrawn.of({ ...ReportWithdrawn.sample, case: thief }))
  assert.equal(await says(), 'stolen')
  await happened(CaseClosed.of({ case: victim, reason: 'returned' }))
  assert.equal(await says(), 'clear')
})

test('a handset is held again by whatever of its cases has not lapsed, and a weaker proof lowers nothing of its own case', async (t) => {
  const { reported, learnt, says } = await register(t)
  await reported(victim, 'panic-card')
  assert.deepEqual([await says(), await says(72)], ['wait', 'clear'])
  await reported(thief, 'number', [])
  await learnt(thief, 'operator-counter')
  assert.deepEqual([await says(), await says(72)], ['stolen', 'stolen'])
  await learnt(thief, 'panic-card')
  assert.equal(await says(), 'stolen')
})

test('a number that its case names no more is clear at once, and held as long as another case names it', async (t) => {
  const { reported, learnt, says, inCase } = await register(t)
  await reported(victim, 'panic-card')
  assert.equal(await says(), 'wait')
  await learnt(victim, 'operator-counter', [])
  assert.equal(await says(), 'wait', 'a proof that tells nothing of the handset changes nothing of it')
  await learnt(victim, 'purchase-document', [other])
  assert.deepEqual([await says(), await inCase()], ['clear', undefined])
  await reported(thief, 'police-handler')
  assert.deepEqual([await says(), await inCase()], ['stolen', thief])
  await learnt(victim, 'crime-reference', [imei])
  await learnt(victim, 'crime-reference', [other])
  assert.deepEqual([await says(), await inCase()], ['stolen', thief])
})
