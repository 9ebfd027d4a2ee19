import {
  type Cell,
  type Column,
  type Figures,
  isCount,
  type Line,
  type Measure,
  type Unit,
} from '#modules/statistics/public'
import { monthName } from './screen-text.ts'

/** One bar: what it says, and its length in percent of the longest. `y` is in pixels from the top. */
export type Bar = { says: string; percent: number; y: number }

const rowPx = 45

/** A value with its unit, as said in a sentence. Too few to publish says so; it is never a 0. */
export function figureText({ value, status }: Cell, unit: Unit): string {
  if (status === 'none') return 'none to count'
  if (status === 'too-few' || value === null) return 'too few to publish'
  if (unit === 'seconds') return timeText(value)
  const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(value)
  return unit === 'percent' ? `${number}%` : number
}

/** `1.2 s`, `3 min 5 s`, `26 h 10 min`. */
function timeText(seconds: number): string {
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`
}

/** The name of a line: its month, its group, or all of them. */
export const lineName = ({ month, group }: Line, names: ReadonlyMap<string, string> = new Map()): string =>
  month !== null ? monthName(month) : group !== null ? (names.get(group) ?? group) : 'All together'

type Labelled = { readonly says: string; readonly cell: Cell }

/** Bars for a server-drawn chart, labelled on the mark. */
export function barsOf(labelled: readonly Labelled[], unit: Unit): { bars: Bar[]; height: number } {
  const longest = Math.max(...labelled.map(({ cell }) => cell.value ?? 0), 0)
  const bars = labelled.map(({ says, cell }, at) => ({
    says: `${says}: ${figureText(cell, unit)}`,
    percent: longest > 0 ? Math.round(((cell.value ?? 0) / longest) * 1000) / 10 : 0,
    y: at * rowPx,
  }))
  return { bars, height: labelled.length * rowPx }
}

/** The chart's answer as a sentence, for above it, and what may not be shown. */
export function chartSays({ total, months }: Figures, { columns, chart }: Pick<Measure, 'columns' | 'chart'>): string {
  const column = charted(columns, chart)
  const cells = months.map((line) => ({ says: lineName(line), cell: cellOf(line, chart) }))
  const hidden = cells.filter(({ cell }) => cell.status === 'too-few').length
  const rest = hidden === 0 ? '' : ` ${hidden} of ${cells.length} months had too few to publish.`
  const [top] = cells
    .filter(({ cell }) => (cell.value ?? 0) > 0)
    .toSorted((a, b) => (b.cell.value ?? 0) - (a.cell.value ?? 0))
  const all = cellOf(total, chart)
  if (!isCount(column) && all.status === 'shown')
    return `${column.says}: ${figureText(all, column.unit)} over these ${cells.length} months.${rest}`
  if (!top) return `No month of these ${cells.length} has a figure to show.${rest}`
  return `The highest month was ${top.says}: ${figureText(top.cell, column.unit)}.${rest}`
}

const charted = (columns: readonly Column[], chart: string): Column => {
  const column = columns.find(({ key }) => key === chart)
  if (!column) throw new Error(`There is no column ${chart}.`)
  return column
}

export const cellOf = ({ cells }: Line, key: string): Cell => cells[key] ?? { value: null, status: 'none' }

/** The name of a month beside its bar, short enough for a phone: `Dec 2025`. The table says it in full. */
const shortMonth = (name: string) => name.replace(/^([A-Z][a-z]{2})[a-z]* (\d{4})$/, '$1 $2')

/** What the template draws of one measure from one source. */
export function figureView(figures: Figures, measure: Measure, names: ReadonlyMap<string, string>) {
  const { columns, chart } = measure
  const { unit, says } = charted(columns, chart)
  const labelled = (line: Line) => ({ says: lineName(line, names), cell: cellOf(line, chart) })
  const row = (line: Line) => ({
    name: lineName(line, names),
    cells: columns.map(({ key, unit: own }) => figureText(cellOf(line, key), own)),
  })
  const groups = figures.groups.toSorted((a, b) => lineName(a, names).localeCompare(lineName(b, names)))
  return {
    says: chartSays(figures, measure),
    chartOf: says,
    chart: barsOf(
      figures.months.map(labelled).map(({ says, cell }) => ({ says: shortMonth(says), cell })),
      unit,
    ),
    groupChart: barsOf(groups.map(labelled), unit),
    months: [...figures.months, figures.total].map(row),
    groups: groups.length === 0 ? [] : [...groups, figures.total].map(row),
  }
}
