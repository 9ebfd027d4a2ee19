import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isRefusal, type NewEvent } from '#ledger'
import { eventsOf, given, stored } from '#ledger/testing'
import { CaseId } from '#lib/ids'
import { levelOf, levelOfPerson, means, raised } from '#lib/proof'
import { nobody } from '#modules/response/public'
import { theftCase } from './case.ts'
import { tellTheft } from './commands/tell-theft.ts'
import { TheftReported } from './events/theft-reported.ts'
import { methods, thefts } from './vocabulary.ts'

const theft = CaseId.parse(TheftReported.sample.case)
const parties = { ...nobody, operators: ['north', 'south'], home: ['north'], forces: ['met'] }
type Means = (typeof means)[number]
const report = (method: (typeof methods)[number], shown: Means) => {
  const { until } = raised(undefined, shown, '2026-01-01T10:00:00.000Z')
  const { until: _, ...sample } = TheftReported.sample
  return TheftReported.of({ ...sample, force: 'met', method, means: shown, ...(until && { until }) })
}
const tell = (history: readonly NewEvent[], shown: Means) =>
  given(tellTheft, history).when({ case: theft, method: 'snatch', means: shown, parties })

test('USERS 4: a lost phone that its owner then says was taken is recorded as a crime and blocked as stolen', () => {
  const decided = tell([report('lost', 'panic-card')], 'panic-card')
  assert.ok(!isRefusal(decided) && 'owes' in decided)
  const blocked = decided.owes?.filter(({ kind }) => kind === 'block-handset') ?? []
  assert.deepEqual(
    blocked.map(({ partners, input }) => [partners, input.reason]),
    [[['north', 'south'], 'stolen']],
  )
  const attested = tell([report('lost', 'operator-counter')], 'operator-counter')
  assert.ok(!isRefusal(attested) && 'owes' in attested)
  assert.deepEqual(
    attested.owes?.filter(({ kind }) => kind === 'record-crime').map(({ partners }) => partners),
    [['met']],
  )
  assert.deepEqual(tell([report('snatch', 'panic-card')], 'panic-card'), { refused: 'not-lost' })
})

test('B07: whatever was shown for a lost phone, a weaker word makes no theft of it, and one as strong does once', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...means),
      fc.constantFrom(...means),
      fc.constantFrom(...methods),
      (was, is, method) => {
        const history = [report(method, was)]
        const decided = tell(history, is)
        const enough = levelOf(is) > 0 && levelOf(is) >= levelOfPerson(levelOf(was))
        if (method !== 'lost') return assert.deepEqual(decided, { refused: 'not-lost' })
        if (!enough) return assert.deepEqual(decided, { refused: 'lost-proof-weak' })
        const after = [...history, ...eventsOf(decided)]
        assert.equal(theftCase.run(after.map((event, n) => stored(event, n + 1))).lost, false)
        assert.deepEqual(tell(after, is), { refused: 'not-lost' })
        return undefined
      },
    ),
  )
  assert.deepEqual([...thefts, 'lost'].toSorted(), [...methods].toSorted(), 'all but lost are thefts')
})
