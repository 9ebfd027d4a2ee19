import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { StageLane } from '#modules/demo/public'
import { stageRows } from './stage-rows.ts'

const lane = (kind: string, partner: string, state: string, ms: number | null = null): StageLane => ({
  ...{ kind, partner, state, ms, sent: '2026-11-26T10:00:00.000Z' },
  confirmed: ms === null ? null : '2026-11-26T10:00:01.000Z',
})
const rows = (...lanes: StageLane[]) => stageRows(lanes).map(({ what, partner, is, ms }) => [what, partner, is, ms])

test('a partner that was asked again has one row: as it stands now, and with the time of what it signed first', () => {
  const refused = lane('step-up-account', 'monzo', 'refused')
  const signed = lane('step-up-account', 'monzo', 'confirmed', 40)
  assert.deepEqual(rows(refused, signed), [['Trust the phone no more', 'monzo', 'confirmed', 40]])
  assert.deepEqual(rows(signed, lane('step-up-account', 'monzo', 'sent')), [
    ['Trust the phone no more', 'monzo', 'confirmed', 40],
  ])
  assert.equal(rows(refused, lane('step-up-account', 'hsbc', 'sent')).length, 2, 'another partner is another row')
})

test('what is waited for comes first, and what is nobody’s to see is not there', () => {
  const lanes = [lane('suspend-line', 'ee', 'confirmed', 90), lane('block-handset', 'ee', 'confirmed', 20)]
  assert.deepEqual(
    rows(...lanes, lane('lock-screen', 'apple', 'sent'), lane('match-identity', 'ee', 'confirmed', 10)).map(
      ([what]) => what,
    ),
    ['Lock the screen', 'Block the phone', 'Bar the SIM'],
  )
})
