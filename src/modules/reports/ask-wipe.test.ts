import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { NewEvent } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { type Means, means } from '#lib/proof'
import { OwnerFound } from '#modules/exhibits/events/owner-found'
import { OwnerRuledOut } from '#modules/exhibits/events/owner-ruled-out'
import { nobody } from '#modules/response/public'
import type { VaultRef } from '#platform/vault-ref'
import { askWipe } from './commands/ask-wipe.ts'
import { stopWipe } from './commands/stop-wipe.ts'
import { TheftReported } from './events/theft-reported.ts'

const theft = CaseId.parse('5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c')
const exhibit = '7c9e6679-7425-40de-944b-e07fc1f90ae7'
const line = 'v_AAAAAAAAAAAAAAAAAAAAAA' as VaultRef
const now = '2026-11-27T10:00:00.000Z'
const reported = (shown: Means) =>
  TheftReported.of({
    ...{
      case: theft,
      channel: 'assisted',
      means: shown,
      line,
      imeis: [Imei.parse('490154203237518')],
      method: 'snatch',
    },
    ...{ safeMode: false, mayLocate: false, reviewBy: '2026-12-25T10:00:00.000Z' },
  })
const ask = (events: readonly NewEvent[]) =>
  given(askWipe, [...events]).when({ case: theft, backup: 'seen', parties: { ...nobody, makers: ['maker'] } }, now)
const found = OwnerFound.of({ ...OwnerFound.sample, case: theft, exhibit } as Parameters<typeof OwnerFound.of>[0])

test('B67: below level 3 nobody erases a phone, whatever they have shown; from level 3 it waits a day', () => {
  for (const shown of means) {
    const decision = ask([reported(shown)])
    const strong = ['purchase-document', 'cloud-account', 'register-entry', 'digital-identity', 'crime-reference']
    if (!strong.includes(shown)) assert.deepEqual(decision, { refused: 'wipe-needs-documents' }, shown)
    else {
      assert.ok('owes' in decision)
      assert.deepEqual(
        decision.owes.map(({ kind, due, until }) => [kind, due, until]),
        [['wipe-handset', '2026-11-28T10:00:00.000Z', undefined]],
      )
    }
  }
})

test('B67: nothing on a phone that police hold is erased, until it turns out to be another’s', () => {
  const strong = reported('purchase-document')
  assert.deepEqual(ask([strong, found]), { refused: 'wipe-is-evidence' })
  assert.ok('owes' in ask([strong, found, OwnerRuledOut.of({ case: theft, exhibit } as never)]))
})

test('B67: a wipe that waits is taken back by its owner, and can be asked for again; a second one is not asked for beside it', () => {
  const asked = eventsOf(ask([reported('purchase-document')]))
  assert.deepEqual(ask([reported('purchase-document'), ...asked]), { refused: 'wipe-asked-already' })
  const stop = {
    ...{ action: 'b2d7f3a0-3f6e-4f6e-8a39-0f8e2f4a6d0c', partner: 'maker', kind: 'wipe-handset', target: 'w' },
    input: { imeiKeys: ['49015420323751'] },
  }
  const back = (stops: (typeof stop)[]) =>
    given(stopWipe, [reported('purchase-document'), ...asked]).when({ case: theft, stops }, now)
  assert.deepEqual(back([{ ...stop, kind: 'lock-screen' }]), { refused: 'no-wipe-to-stop' })
  const decision = back([stop])
  assert.ok('owes' in decision)
  assert.deepEqual(
    decision.owes.map(({ kind, cancels, partners }) => [kind, cancels, partners]),
    [['stop-wipe', stop.action, ['maker']]],
  )
  assert.ok('owes' in ask([reported('purchase-document'), ...asked, ...eventsOf(decision)]))
})
