import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { stored } from '#ledger/testing'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { DecisionRecorded } from '#modules/victims/events/decision-recorded'
import { londonCells } from '../cells/london-cells.ts'
import {
  byBorough,
  byPart,
  type Group,
  hourUnknown,
  type OldTheft,
  riskSquares,
  toldAlone,
  toldLists,
} from './chance-identified.ts'
import { isIdentified } from './identified.ts'

const some = (many: number, identified: number, theft: Partial<OldTheft> = {}): OldTheft[] =>
  Array.from({ length: many }, (_, at) => ({ cell: 1, hourOfWeek: undefined, ...theft, identified: at < identified }))
const rounded = (share = Number.NaN) => Math.round(share * 1000) / 10

test('B06: the chance of identification by part of the week is what a hand counts, with Wilson’s interval', () => {
  const [mondayEvening, saturdayNight] = [20, 5 * 24 + 2]
  const thefts = [
    ...some(50, 5, { hourOfWeek: mondayEvening }),
    ...some(40, 10, { hourOfWeek: saturdayNight }),
    ...some(30, 0),
  ]
  const [told = []] = toldLists([byPart(thefts)]).lists
  assert.deepEqual(
    told.map(({ name, thefts: all, identified, chance }) => [
      ...[name, all, identified],
      ...[rounded(chance?.share), rounded(chance?.low), rounded(chance?.high)],
    ]),
    [
      // 5 of 50 and 10 of 40 by Wilson’s formula, worked out by hand.
      ['Monday to Friday, 6 pm to midnight', 50, 5, 10, 4.3, 21.4],
      ['Saturday and Sunday, midnight to 6 am', 40, 10, 25, 14.2, 40.2],
      [hourUnknown, 30, 0, 0, 0, 11.4],
    ],
  )
})

test('B06: each theft is counted in the borough of its square', () => {
  const london = londonCells()
  const cellOf = (name: string) => london.boroughOf.indexOf(london.boroughs.indexOf(name))
  const thefts = [...some(12, 4, { cell: cellOf('Camden') }), ...some(9, 3, { cell: cellOf('Barnet') })]
  assert.deepEqual(byBorough(thefts, london), [
    { name: 'Barnet', thefts: 9, identified: 3 },
    { name: 'Camden', thefts: 12, identified: 4 },
  ])
})

test('B06 B59: one or two people are told by no figure of a list, and by no total less the others', () => {
  const group = fc
    .record({ thefts: fc.integer({ min: 1, max: 40 }), some: fc.nat() })
    .map(({ thefts, some: part }) => ({ name: '', thefts, identified: part % (thefts + 1) }))
  fc.assert(
    fc.property(fc.array(group, { minLength: 1, maxLength: 12 }), (groups: Group[]) => {
      const { total, lists } = toldLists([groups])
      const [told = []] = lists
      const hidden = groups.filter((_, at) => told[at]?.identified === 'not shown')
      for (const [at, { thefts, identified, chance }] of told.entries()) {
        const { thefts: all, identified: known } = groups[at] as Group
        if (all < 3) assert.deepEqual([thefts, identified, chance], ['fewer than 3', 'not shown', undefined])
        if ((known > 0 && known < 3) || (all > known && all - known < 3)) assert.equal(identified, 'not shown')
        if (identified !== 'not shown') assert.equal(chance?.share, known / all)
      }
      // With the total, the hidden ones together are two groups and six people at least.
      const sum = hidden.reduce((people, { identified }) => people + identified, 0)
      if (total) assert.ok(hidden.length === 0 || (hidden.length >= 2 && sum >= 6))
    }),
  )
  // A borough that is hidden does not come back as the sum of its own hours.
  const parts = [
    { name: 'a', thefts: 20, identified: 5 },
    { name: 'b', thefts: 20, identified: 6 },
  ]
  const shown = (hidden: boolean) => toldLists([parts], hidden).lists[0]?.map(({ identified }) => identified)
  assert.deepEqual(shown(false), [5, 6])
  assert.deepEqual(shown(true), ['not shown', 6])
  assert.deepEqual(toldAlone({ name: 'a', thefts: 20, identified: 2 }).identified, 'not shown')
  assert.deepEqual(toldAlone({ name: 'a', thefts: 20, identified: 19 }).chance, undefined)
  assert.deepEqual(toldAlone({ name: 'a', thefts: 20, identified: 0 }).chance?.share, 0)
})

test('B06: on the risk map the squares where a thief runs the least risk come first, and none of ten is no surer than two of four hundred', () => {
  const squares = [
    ...some(400, 2, { cell: 1 }),
    ...some(10, 0, { cell: 2 }),
    ...some(100, 40, { cell: 3 }),
    ...some(9, 0, { cell: 4 }),
    ...some(60, 6, { cell: 5 }),
  ]
  const found = riskSquares(squares)
  assert.deepEqual(
    found.map(({ cell }) => cell),
    [1, 2, 5, 3],
    'fewer than ten thefts say nothing of a square',
  )
  const [first, second] = found
  assert.ok((first?.shrunk ?? 1) < (second?.shrunk ?? 0))
})

test('B06: identified is what a case says of somebody: an arrest, an interview, a charge, or a closing that names one; once said it stays', () => {
  const decided = (decision: (typeof DecisionRecorded.sample)['decision']) =>
    DecisionRecorded.of({ ...DecisionRecorded.sample, decision })
  const closed = (because: (typeof CaseClosed.sample)['because']) =>
    CaseClosed.of({ ...CaseClosed.sample, reason: 'no-lead-left', because })
  const says = (...events: Parameters<typeof stored>[0][]) =>
    isIdentified.run(events.map((event, at) => stored(event, at + 1)))
  for (const decision of ['arrested', 'interviewed', 'charged'] as const) assert.ok(says(decided(decision)))
  for (const decision of ['not-investigated', 'released', 'bail-changed'] as const) assert.ok(!says(decided(decision)))
  for (const because of ['no-proof', 'dealt-with'] as const) assert.ok(says(closed(because)))
  for (const because of ['nobody-found', 'other-force', undefined] as const) assert.ok(!says(closed(because)))
  assert.ok(says(decided('arrested'), decided('released'), closed('nobody-found')))
})
