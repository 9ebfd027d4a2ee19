import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import { ListAppealDecided } from '#modules/blocklist/events/list-appeal-decided'
import { ListAppealMade } from '#modules/blocklist/events/list-appeal-made'
import { AppealDecided } from '#modules/reports/events/appeal-decided'
import { AppealMade } from '#modules/reports/events/appeal-made'
import type { VaultRef } from '#platform/vault-ref'
import { handleAppellant } from './commands/handle-appellant.ts'
import { noteAppellantLost } from './commands/note-appellant-lost.ts'
import { tellAppellant } from './commands/tell-appellant.ts'
import { AppellantLost } from './events/appellant-lost.ts'
import { AppellantTold } from './events/appellant-told.ts'

const { appeal } = AppealMade.sample
const now = '2026-11-27T10:00:00.000Z'
const message = 'v_AAAAAAAAAAAAAAAAAAAAAA' as VaultRef
const input = (granted: boolean) => ({ appeal, granted, channel: 'text', message, gateway: 'a-gateway' }) as const

test('B33: whoever appealed is told the decision by one message, which lapses when it is old news', () => {
  const decided = [AppealMade.of(AppealMade.sample), AppealDecided.of({ ...AppealDecided.sample, granted: true })]
  const told = given(tellAppellant, decided).when(input(true), now)
  assert.ok('owes' in told)
  assert.deepEqual(told.events, [AppellantTold.of({ appeal, granted: true, channel: 'text', message })])
  assert.deepEqual(told.owes, [
    {
      ...{ partners: ['a-gateway'], kind: 'send-text', target: `appeal/${appeal}/send-text`, input: { message } },
      until: '2026-11-30T10:00:00.000Z',
    },
  ])
  assert.deepEqual(given(tellAppellant, []).when(input(true), now), { refused: 'decision-old' })
})

test('B33: whoever appealed against another register’s list or a rule is told the decision alike', () => {
  const appeal = ListAppealMade.sample.appeal
  const events = [ListAppealMade.of(ListAppealMade.sample), ListAppealDecided.of(ListAppealDecided.sample)]
  const told = given(tellAppellant, events).when({ ...input(true), appeal }, now)
  assert.ok('owes' in told)
  assert.deepEqual(told.events, [AppellantTold.of({ appeal, granted: true, channel: 'text', message })])
  assert.deepEqual(given(tellAppellant, events).when({ ...input(false), appeal }, now), { refused: 'decision-old' })
})

test('each decision is told once, and only while it is the last', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { minLength: 1, maxLength: 6 }),
      fc.boolean(),
      fc.boolean(),
      (all, isTold, granted) => {
        const last = all.at(-1) ?? false
        const events = [
          ...all.map((one) => AppealDecided.of({ ...AppealDecided.sample, granted: one })),
          ...(isTold ? [AppellantTold.of({ appeal, granted: last, channel: 'email', message })] : []),
        ]
        assert.equal(isRefusal(given(tellAppellant, events).when(input(granted), now)), isTold || granted !== last)
      },
    ),
  )
})

test('B51: an answer about somebody else’s list that did not arrive is noted once, and waits until a person says what they did', () => {
  const { appeal } = ListAppealMade.sample
  const lost = { appeal, owner: 'first-force', action: AppellantLost.sample.action, channel: 'email' as const }
  const noted = given(noteAppellantLost, []).when({ ...lost, how: 'no-answer' })
  const history = eventsOf(noted)
  assert.deepEqual(given(noteAppellantLost, history).when({ ...lost, how: 'refused' }), { refused: 'delivery-known' })
  assert.deepEqual(given(handleAppellant, []).when({ appeal, how: 'reached' }), { refused: 'no-failure' })
  const handled = eventsOf(given(handleAppellant, history).when({ appeal, how: 'reached' }))
  const after = [...history, ...handled]
  assert.deepEqual(given(handleAppellant, after).when({ appeal, how: 'reached' }), { refused: 'no-failure' })
})
