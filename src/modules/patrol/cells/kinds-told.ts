import type { CellCounts } from '#lib/cells/counts'
import { theftKinds, type Vehicle, vehicles } from '#modules/reports/public'

/** A count of exact reports that is lower is told by no list. */
export const fewest = 3

/** What all squares with three or more have: the total of a list of exact reports, or it would give away those with fewer. */
export const totalTold = ({ counts }: CellCounts): number =>
  counts.reduce((sum, count) => (count >= fewest ? sum + count : sum), 0)

/** How a phone was taken: what a map of reports can be asked for. */
export type TheftKind = (typeof theftKinds)[number]

/** What reports may be asked for alone: how a phone was taken, or how they got away. Never both: of these few would be left. */
export type Wanted = TheftKind | Vehicle
export const wantedKinds = [...theftKinds, ...vehicles] as const

const riding: ReadonlySet<string> = new Set(vehicles)
export const isVehicle = (word: string | null): word is Vehicle => word !== null && riding.has(word)

const known: ReadonlySet<string> = new Set(theftKinds)

/** The kind that a row is counted with; what nobody said is with the others. */
export const kindOf = (method: string): TheftKind => (known.has(method) ? (method as TheftKind) : 'other')

/**
 * Of a square's reports by kind, the kinds that a look at one kind may tell: all of them where none has one or two. Else those that have
 * more than the least count of three or more, which hides the few beside it: a look at all kinds tells their sum, and what is told taken
 * from it leaves no count that one could name, even for who knows this rule (kinds-told.test.ts tries all squares). `counts`: kinds with
 * at least one report.
 */
export function tellableKinds<Kind>(counts: ReadonlyMap<Kind, number>): ReadonlySet<Kind> {
  const each = [...counts]
  const many = each.flatMap(([, count]) => (count >= fewest ? [count] : []))
  const hides = many.length < each.length ? Math.min(...many) : 0
  return new Set(each.flatMap(([kind, count]) => (count >= fewest && count > hides ? [kind] : [])))
}
