import { z } from 'zod'
import {
  boroughWeek,
  byFloor,
  demandSource,
  drawCells,
  eachBorough,
  type Hotspot,
  type HowItCame,
  hidesHours,
  hotspotsAsked,
  type LookedAt,
  listed,
  londonCells,
  type NextMonth,
  nameOfSquare,
  nextMonth,
  pastLists,
  type ReportedCellTables,
  SquaresAsked,
  seesReports,
  toldOf,
  wantedKinds,
  weekDial,
  writeDownLook,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import {
  cameSays,
  cameWords,
  chanceSays,
  methodSays,
  momentSays,
  nextSays,
  recordSays,
  simulatedSays,
  wantedWords,
} from '../hotspot-words.ts'

const shown = 30

/** Looked up when it is asked for: the boroughs' outlines are not read at each start of the program. */
export const BoroughAsked = z
  .string()
  .optional()
  .transform((name) => (name && londonCells().boroughs.includes(name) ? name : undefined))

export const HotspotsAsked = SquaresAsked.extend({ borough: BoroughAsked })

/** Where phones are taken, as a map, a list and a file: the list first by decayed counts, with what chance would do beside it. */
export default definePage<ReportedCellTables>()({
  url: '/staff/hotspots',
  title: 'Hotspots',
  template: 'staff/hotspots.njk',
  who: { act: 'look', record: 'hotspot' },
  console: true,
  query: HotspotsAsked,

  async load({ of, borough, until, by, method }, context) {
    const asked = { ...demandSource(of, context), now: context.now(), until, by, method }
    const { look, spots, came: known } = await hotspotsAsked(context.db, asked)
    await writeDownLook(context, look, borough)
    const [past, next, came] = [pastLists(look), nextMonth(look), await known()]
    const own = borough ? spots.filter((spot) => spot.borough === borough) : spots
    return {
      ...{
        of,
        seesReports: seesReports(context),
        borough,
        boroughs: [...look.london.boroughs].sort(),
        kinds: wantedKinds.map((value) => ({ value, text: wantedWords(value), selected: value === look.method })),
        kind: look.method ?? '',
        map: drawCells(own, borough),
      },
      ...{ rows: own.slice(0, shown).map(rowOf(look, came, next)), total: own.length, listed, eachBorough },
      ...{ says: says(own, look, borough), method: methodSays(look) },
      ...{ moments: momentsOf(look), at: look.at, isNow: look.at === look.moments[0] },
      ...{ thefts: look.thefts, version: look.version, next: next ? nextSays(next) : false },
      ...{ by, isReleased: look.forecast?.release.uses === 'learned' },
      past: [recordSays(past, look), ...(look.learned ? [recordSays(pastLists(byFloor(look)), byFloor(look))] : [])],
      dial: (!hidesHours(look, borough) && weekDial(boroughWeek(look, borough))) || false,
      words: cameWords,
      simulated: look.simulated && simulatedSays,
    }
  },
})

const momentsOf = ({ moments, at }: LookedAt) =>
  moments.map((value, place) => ({
    ...{ value, selected: value === at },
    text: place === 0 ? `${momentSays(value)} (the newest)` : momentSays(value),
  }))

const rowOf = (look: LookedAt, came: HowItCame, next: NextMonth | undefined) => (spot: Hotspot) => {
  const { cell, rank, floorRank, borough, score } = spot
  const { thefts, weight, q } = toldOf(look, spot)
  return {
    ...{
      cell,
      rank,
      borough,
      thefts: typeof thefts === 'number' ? Math.round(thefts).toLocaleString('en-GB') : thefts,
    },
    ...{ name: nameOfSquare(cell), weight: weight?.toFixed(1) ?? 'not shown' },
    ...{ chance: q === undefined ? 'not shown' : chanceSays(q), came: cameSays(came?.(cell)) },
    expected: next ? next.expectedIn(score).toFixed(1) : '',
    ...(next?.learnedIn && { learned: next.learnedIn(cell).toFixed(1), floorRank: floorRank || 'none' }),
  }
}

function says(spots: readonly Hotspot[], { london, method }: LookedAt, borough: string | undefined): string {
  const [first] = spots
  if (!first && method) return 'No square has enough thefts of this kind to be told.'
  if (!first) return borough ? `No theft is counted in ${borough} yet.` : 'No theft is counted yet.'
  const where = borough ? `in ${borough}` : `of ${london.cells.toLocaleString('en-GB')} in London`
  return `${spots.length} squares ${where} are listed. The first is near ${nameOfSquare(first.cell)}.`
}
