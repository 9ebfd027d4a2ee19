import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#ledger'
import { eventsOf, given } from '#ledger/testing'
import type { VaultRef } from '#platform/vault-ref'
import { reportingDesk } from '#test/support/reporting'
import { tellSuspicious } from './commands/tell-suspicious.ts'
import { mostToldAlone, SuspiciousTold } from './events/suspicious-told.ts'
import { enoughTexts, isHandedOn, isHonest } from './honest-hosts.ts'
import { forgetSenders } from './jobs/forget-senders.ts'
import { readMessage } from './read-message.ts'
import { sharedIndicators } from './shared-indicators.ts'
import { takeSuspicious, textsOf } from './take-suspicious.ts'

const own = 'ringback.example'
const found = readMessage('From: Apple <help@find-id.top>\nSee https://icloud.find-id.xyz/t or call 07700 900777')

test('B31: one sender counts once for a link, however often they tell of it and under whatever name of a message; four weeks later again', async (t) => {
  const { context, clock, rows } = await reportingDesk(t)
  const tell = (sender: string, by: 'text' | 'page' = 'text') =>
    takeSuspicious(context as never, { id: randomUUID(), by, sender, found, own })
  const counts = async () =>
    (await sharedIndicators(context.db as never)).map(
      ({ sort, cases, alone, texts }) => `${sort} ${cases} ${alone} ${texts}`,
    )
  assert.deepEqual([await tell('one'), await tell('one'), await tell('two')], ['taken', 'counted', 'taken'])
  assert.deepEqual((await counts()).sort(), ['address 0 2 2', 'link 0 2 2', 'number 0 2 2'])
  for (let n = 0; n < 30; n++) await tell('one')
  await Promise.all(Array.from({ length: 8 }, () => tell('three')))
  assert.equal(await tell('address of today', 'page'), 'taken')
  assert.ok((await counts()).includes('link 0 4 3'), (await counts()).join())
  assert.deepEqual(await rows(`select count(*)::int as told from event where type = 'harms.suspicious-told'`), [
    { told: 4 },
  ])

  const [{ mark } = { mark: '' }] = await rows<{ mark: string }>(`select mark from indicator_told where sort = 'link'`)
  assert.equal(await textsOf(context.db as never, mark), 3)
  clock.now = new Date(clock.now.getTime() + 28 * 86_400_000)
  await forgetSenders.run(context as never)
  assert.equal(await textsOf(context.db as never, mark), 0)
  assert.equal(await tell('one'), 'taken')
  const open = await rows(`select from indicator_sender where sender in ('one') and mark ~ 'find-id'`)
  assert.deepEqual(open, [], 'the link itself stands in the vault alone')
})

test('B31: who tells of ten messages within the hour is heard, and who tells of more is not; what holds nothing is told to nobody', async (t) => {
  const { context } = await reportingDesk(t)
  const told = (n: number) => readMessage(`https://find-id-${n}.top/x`)
  const tell = (n: number) =>
    takeSuspicious(context as never, { id: randomUUID(), by: 'page', sender: 'a', found: told(n), own })
  for (let n = 0; n < 10; n++) assert.equal(await tell(n), 'taken')
  assert.equal(await tell(11), 'counted')
  const nothing = { id: randomUUID(), by: 'page' as const, sender: 'b', found: [], own }
  assert.equal(await takeSuspicious(context as never, nothing), 'nothing')
})

test('B31: a link that nobody’s case has is handed on by three who texted it; an honest host, our own and what stands below them, never', () => {
  assert.deepEqual(
    [enoughTexts - 1, enoughTexts].map((texts) => isHandedOn({ texts, honest: false })),
    [false, true],
  )
  for (const host of ['www.gov.uk', 'ee.co.uk', 'pay.vodafone.co.uk', own, `www.${own}`])
    assert.ok(isHonest(host, own), host)
  for (const host of ['ee.co.uk.find-id.xyz', 'notee.co.uk', 'bit.ly/3xYz9', `not${own}`])
    assert.ok(!isHonest(host, own), host)
  fc.assert(fc.property(fc.nat(), (texts) => assert.ok(!isHandedOn({ texts, honest: true }))))
})

const ref = (letter: string) => `v_${letter.repeat(21)}A` as VaultRef
const one = fc.record({
  sort: fc.constantFrom('link', 'number', 'address'),
  mark: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F').map(ref),
})

test('B31: one message is told once, names each link once, five at most, and owes nothing by itself', () => {
  const { told } = SuspiciousTold.sample
  fc.assert(
    fc.property(
      fc.array(one, { maxLength: mostToldAlone }),
      fc.constantFrom('text', 'page', 'email'),
      (indicators, by) => {
        const input = { told, by, indicators } as never
        const decision = given(tellSuspicious, []).when(input)
        if (indicators.length === 0) return assert.deepEqual(decision, { refused: 'nothing-told' })
        assert.ok(!isRefusal(decision) && !('owes' in decision))
        const facts = eventsOf(decision).map(({ data }) => data as { indicators: { mark: string }[] })
        const marks = facts.flatMap((one) => one.indicators.map(({ mark }) => mark))
        assert.deepEqual([...marks].sort(), [...new Set(indicators.map(({ mark }) => mark))].sort())
        assert.deepEqual(given(tellSuspicious, eventsOf(decision)).when(input), { refused: 'told-before' })
      },
    ),
  )
})
