import type { RouteContext } from '#http'
import { londonCells } from '../cells/london-cells.ts'
import type { LookedAt } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { demandSource, type Looking } from '../cells/whose-look.ts'
import { placesLook } from '../places/asked.ts'
import { nightOf, nightTold } from '../places/at-night.ts'
import { kindWords, type PlaceKind, placeKinds } from '../places/kinds.ts'
import { repeatVenues, type Venue } from '../places/venues.ts'
import {
  byBorough,
  byPart,
  countsOf,
  type Group,
  type OldTheft,
  riskSquares,
  type ToldGroup,
  toldAlone,
  toldAs,
  toldLists,
} from './chance-identified.ts'
import { oldThefts } from './old-thefts.ts'

type Asking = Pick<RouteContext<ReportedCellTables>, 'db' | 'now' | 'audit' | 'purpose' | 'actor'> & Looking

/** A square of the risk map, as a list tells it: those first where a thief runs the least risk. */
export type ToldSquare = { readonly cell: number; readonly borough: string; readonly told: ToldGroup }
/** `night`: as far as it may be told. */
export type ToldVenue = Venue & { readonly night: number | string; readonly told: ToldGroup }

export type RiskLook = {
  readonly look: LookedAt
  readonly all: ToldGroup
  readonly boroughs: readonly ToldGroup[]
  readonly parts: readonly ToldGroup[]
  /** By kind of place. A square can hold several, so they do not add up. */
  readonly kinds: readonly (ToldGroup & { readonly kind: PlaceKind })[]
  readonly squares: readonly ToldSquare[]
  readonly venues: readonly ToldVenue[]
}

/** How often police come to know of somebody, by place and hour, in one borough or all; and where phones are taken again and again. */
export async function riskLook(borough: string | undefined, context: Asking): Promise<RiskLook> {
  const look = await placesLook({ of: 'reports', borough }, context)
  const cells = londonCells()
  const every = await oldThefts(context.db, demandSource('reports', context), context.now())
  const boroughOf = (cell: number) => cells.boroughs[cells.boroughOf[cell] as number] ?? ''
  const own = borough ? every.filter(({ cell }) => boroughOf(cell) === borough) : every
  const inSquare = Map.groupBy(own, ({ cell }) => cell)
  const london = toldLists([byBorough(every, cells), byPart(every)])
  const [boroughs = [], all = []] = london.lists
  const isHidden = boroughs.find(({ name }) => name === borough)?.identified === 'not shown'
  const { total, lists } = borough ? toldLists([byPart(own)], isHidden) : { ...london, lists: [all] }
  return {
    look,
    all: toldAs({ name: borough ?? 'London', ...countsOf(own) }, total),
    ...{ boroughs, parts: lists[0] ?? [] },
    kinds: kindsOf(own),
    squares: riskSquares(own).map(({ cell, thefts, identified }) => ({
      ...{ cell, borough: boroughOf(cell), told: toldAlone({ name: '', thefts, identified }) },
    })),
    venues: venuesOf(look, borough, inSquare),
  }
}

function kindsOf(thefts: readonly OldTheft[]): RiskLook['kinds'] {
  const { of } = placeKinds()
  const its = Map.groupBy(
    thefts.flatMap((theft) => of(theft.cell).map((kind) => ({ theft, kind }))),
    ({ kind }) => kind,
  )
  return [...its]
    .map(([kind, all]) => {
      const group: Group = { name: kindWords[kind], ...countsOf(all.map(({ theft }) => theft)) }
      return { kind, group }
    })
    .sort((a, b) => b.group.thefts - a.group.thefts || (a.kind < b.kind ? -1 : 1))
    .map(({ kind, group }) => ({ kind, ...toldAlone(group) }))
}

function venuesOf(look: LookedAt, borough: string | undefined, inSquare: ReadonlyMap<number, readonly OldTheft[]>) {
  return repeatVenues(look)
    .filter((venue) => borough === undefined || venue.borough === borough)
    .map((venue): ToldVenue => {
      const { night } = nightTold({ ...venue, ...nightOf(look.counts.week(venue.cell)) })
      const told = toldAlone({ name: '', ...countsOf(inSquare.get(venue.cell) ?? []) })
      return { ...venue, night, told }
    })
}
