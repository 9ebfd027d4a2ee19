import { shrunkShares } from '#lib/stats/shrunk-share'
import { type Interval, wilson } from '#lib/stats/wilson'
import { suppress } from '#modules/statistics/public'
import { fewest } from '../cells/kinds-told.ts'
import type { LondonCells } from '../cells/london-cells.ts'
import { partOf, parts } from '../dosage/gaps.ts'

/** A theft that is old enough for police to have known somebody. */
export type OldTheft = {
  readonly cell: number
  /** Of the theft, from Monday midnight; undefined where nobody said it. */
  readonly hourOfWeek: number | undefined
  readonly identified: boolean
}

export type Group = { readonly name: string; readonly thefts: number; readonly identified: number }

/** A group as a list tells it: what gives away one or two people is not in it. */
export type ToldGroup = {
  readonly name: string
  readonly thefts: number | 'fewer than 3'
  readonly identified: number | 'not shown'
  /** The chance of identification per theft; undefined where it is not told. */
  readonly chance: Interval | undefined
}

export const hourUnknown = 'Hour not known'

const groupsOf = (
  thefts: readonly OldTheft[],
  names: readonly string[],
  nameOf: (theft: OldTheft) => string,
): Group[] => {
  const its = Map.groupBy(thefts, nameOf)
  return names.flatMap((name) => {
    const own = its.get(name) ?? []
    return own.length > 0 ? [{ name, ...countsOf(own) }] : []
  })
}

export const countsOf = (thefts: readonly OldTheft[]) => ({
  thefts: thefts.length,
  identified: thefts.filter(({ identified }) => identified).length,
})

export const byBorough = (thefts: readonly OldTheft[], { boroughs, boroughOf }: LondonCells): Group[] =>
  groupsOf(thefts, [...boroughs].sort(), ({ cell }) => boroughs[boroughOf[cell] as number] ?? '')

/** By part of the week: weekdays or weekend, six hours each; and those whose hour nobody said. */
export const byPart = (thefts: readonly OldTheft[]): Group[] =>
  groupsOf(thefts, [...parts, hourUnknown], ({ hourOfWeek: hour }) => (hour === undefined ? hourUnknown : partOf(hour)))

const isFew = ({ thefts, identified }: Omit<Group, 'name'>) =>
  thefts < fewest || (identified > 0 && identified < fewest) || (thefts > identified && thefts - identified < fewest)

/** Lists that each add up to the same total, as they may be told. */
export type ToldLists = { readonly total: boolean; readonly lists: readonly (readonly ToldGroup[])[] }

/**
 * One or two who were identified, or one or two who were not, are not told, nor what they could be worked out from with the total or
 * another list of it (disclosure control of the published figures). A true nought is told. `hidden`: the total is told nowhere else.
 */
export function toldLists(lists: readonly (readonly Group[])[], hidden = false): ToldLists {
  const counts = lists.map((groups) => ({ counts: groups.map(({ identified }) => identified) }))
  const few = (list: number, at: number) => isFew(lists[list]?.[at] as Group)
  const all = (lists[0] ?? []).reduce(
    (sum, { thefts, identified }) => ({ thefts: sum.thefts + thefts, identified: sum.identified + identified }),
    { thefts: 0, identified: 0 },
  )
  const shown = suppress(counts, fewest, few, hidden || isFew(all))
  return {
    total: shown.total,
    lists: lists.map((groups, list) => groups.map((group, at) => toldAs(group, shown.lists[list]?.[at] ?? false))),
  }
}

/** A group that is no part of a whole, such as one square. */
export const toldAlone = (group: Group): ToldGroup => toldAs(group, !isFew(group))

export const toldAs = ({ name, thefts, identified }: Group, isShown: boolean): ToldGroup => ({
  name,
  thefts: thefts < fewest ? 'fewer than 3' : thefts,
  identified: isShown ? identified : 'not shown',
  chance: isShown && thefts >= fewest ? wilson(identified, thefts) : undefined,
})

export type RiskSquare = Omit<Group, 'name'> & { readonly cell: number; readonly shrunk: number }

/** Fewer thefts say nothing of a square. */
const leastOfSquare = 10

/**
 * The risk map: squares with ten thefts or more, those first where a thief runs the least risk. Each chance is drawn towards that of
 * all squares by how little there is of it, so that none of ten is not the end of the list by luck alone.
 */
export function riskSquares(thefts: readonly OldTheft[]): RiskSquare[] {
  const squares = [...Map.groupBy(thefts, ({ cell }) => cell)].map(([cell, its]) => ({ cell, ...countsOf(its) }))
  const { shares } = shrunkShares(squares.map(({ thefts: all, identified: of }) => ({ of, all })))
  return squares
    .map((square, at) => ({ ...square, shrunk: shares[at] as number }))
    .filter((square) => square.thefts >= leastOfSquare)
    .sort((a, b) => a.shrunk - b.shrunk || b.thefts - a.thefts || a.cell - b.cell)
}
