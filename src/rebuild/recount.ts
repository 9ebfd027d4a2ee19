import { type Definition, definitions, type Unit } from './definitions.ts'
import { hide } from './hide.ts'
import type { Export, Served, Span } from './read-export.ts'
import { type Theft, theftsOf } from './thefts.ts'

/** Every figure that should have been served, counted from the facts alone. */
export function recount({ facts, periods, at }: Export): Served[] {
  const thefts = theftsOf(facts)
  return Object.entries(periods).flatMap(([source, span]) => {
    const own = thefts.filter(({ demo }) => demo === (source === 'simulated'))
    return definitions.flatMap((definition) =>
      figuresOf(definition, own, span, Date.parse(at)).map((figure) => ({
        source,
        measure: definition.slug,
        ...figure,
      })),
    )
  })
}

type Figure = Omit<Served, 'source' | 'measure'>
type Place = { readonly month: string; readonly group: string; readonly units: readonly Unit[] }

function figuresOf(definition: Definition, thefts: readonly Theft[], span: Span, now: number): Figure[] {
  const months = monthsIn(span)
  const units = definition.units(thefts, months, now).filter(({ month }) => months.includes(month))
  const groups = [...new Set(units.flatMap(({ group }) => (group === undefined ? [] : [group])))].sort()
  const lists: Place[][] = [
    months.map((month) => ({ month, group: 'all', units: units.filter((unit) => unit.month === month) })),
    groups.map((group) => ({ month: 'all', group, units: units.filter((unit) => unit.group === group) })),
  ].filter((list) => list.length > 0)
  const all: Place = { month: 'all', group: 'all', units }
  const seen = masksOf(definition, lists, all)
  return [
    ...lists.flatMap((list, index) =>
      list.flatMap((place, row) => lineOf(definition, place, (key) => seen(key, index, row))),
    ),
    ...lineOf(definition, all, (key) => seen(key, undefined, 0)),
  ]
}

const countIn = ({ units }: Place, key: string) => units.filter(({ counts }) => counts[key]).length

type Seen = (key: string, list: number | undefined, row: number) => boolean

function masksOf({ whole, part }: Definition, lists: readonly Place[][], all: Place): Seen {
  const countsOf = (key: string) => lists.map((list) => list.map((place) => countIn(place, key)))
  const wholes = hide(countsOf(whole), () => false, false)
  const goesWith = (place: Place | undefined, isWholeSeen: boolean) => {
    if (!place || !part || countIn(place, part) === 0) return false
    const left = countIn(place, whole) - countIn(place, part)
    return (left >= 1 && left <= 4) || !isWholeSeen
  }
  const leftOfAll = part ? countIn(all, whole) - countIn(all, part) : 0
  const parts = part
    ? hide(
        countsOf(part),
        (list, row) => goesWith(lists[list]?.[row], wholes.lists[list]?.[row] ?? true),
        (leftOfAll >= 1 && leftOfAll <= 4) || !wholes.total,
      )
    : wholes
  return (key, list, row) => {
    const mask = key === whole ? wholes : parts
    return list === undefined ? mask.total : (mask.lists[list]?.[row] ?? true)
  }
}

function lineOf({ whole, part, percent, times }: Definition, place: Place, isSeen: (key: string) => boolean): Figure[] {
  const { month, group, units } = place
  const figure = (column: string, isShown: boolean, value: number | null): Figure => {
    if (!isShown) return { month, group, column, value: null, status: 'too-few' }
    return { month, group, column, value, status: value === null ? 'none' : 'shown' }
  }
  const counted = [whole, ...(part ? [part] : [])].map((key) => figure(key, isSeen(key), countIn(place, key)))
  const share = part && percent ? [figure(percent, isSeen(whole) && isSeen(part), shareOf(place, whole, part))] : []
  if (!times) return [...counted, ...share]
  const ms = units.flatMap((unit) => (unit.ms === undefined ? [] : [unit.ms])).sort((a, b) => a - b)
  const time = (column: string, index: number) => {
    const value = ms[index]
    return figure(column, isSeen(times.over), value === undefined ? null : value / 1000)
  }
  const taken =
    'median' in times
      ? [time('median', rank(ms.length, 50)), time('p95', rank(ms.length, 95))]
      : [time('longest', ms.length - 1)]
  return [...counted, ...share, ...taken]
}

/** Nearest rank: the place of the smallest value by which at least so many in a hundred were done. */
const rank = (count: number, inHundred: number) => Math.ceil((count * inHundred) / 100) - 1

function shareOf(place: Place, whole: string, part: string): number | null {
  const of = countIn(place, whole)
  return of === 0 ? null : Math.round((countIn(place, part) * 1000) / of) / 10
}

function monthsIn({ from, to }: Span): string[] {
  const [year = 0, number = 0] = from.split('-').map(Number)
  const months: string[] = []
  for (let at = 0; ; at += 1) {
    const month = new Date(Date.UTC(year, number - 1 + at, 1)).toISOString().slice(0, 7)
    if (month >= to || at > 1200) return months
    months.push(month)
  }
}
