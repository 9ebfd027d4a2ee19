import type { Figure, Measure } from '#modules/statistics/public'
import { monthName } from './screen-text.ts'

/** One bar: what it says, and its length in percent of the longest. `y` is in pixels from the top. */
export type Bar = { says: string; percent: number; y: number }

const rowPx = 45

/** A value with its unit, as said in a sentence. A month with too few to publish says so; it is never a 0. */
export function figureText({ value, tooFew }: Figure, unit: Measure['unit']): string {
  if (tooFew || value === null) return 'too few to publish'
  const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 }).format(value)
  if (unit === 'percent') return `${number}%`
  return unit === 'seconds' ? `${number} s` : number
}

/** Bars for a server-drawn chart: one a month, labelled on the mark. */
export function barsOf(figures: readonly Figure[], unit: Measure['unit']): { bars: Bar[]; height: number } {
  const longest = Math.max(...figures.map(({ value }) => value ?? 0), 0)
  const bars = figures.map((figure, at) => ({
    says: `${monthName(figure.month)}: ${figureText(figure, unit)}`,
    percent: longest > 0 ? Math.round(((figure.value ?? 0) / longest) * 1000) / 10 : 0,
    y: at * rowPx,
  }))
  return { bars, height: figures.length * rowPx }
}

/** The chart's answer as a sentence, for above it: which month was highest, and what may not be shown. */
export function chartSays(figures: readonly Figure[], unit: Measure['unit']): string {
  const shown = figures.filter(({ value }) => value !== null && value > 0)
  const [top] = shown.toSorted((a, b) => (b.value ?? 0) - (a.value ?? 0))
  const hidden = figures.filter(({ tooFew }) => tooFew).length
  const rest = hidden === 0 ? '' : ` ${hidden} of ${figures.length} months had too few to publish.`
  if (!top) return `No month of these ${figures.length} has a figure to show.${rest}`
  return `The highest month was ${monthName(top.month)}: ${figureText(top, unit)}.${rest}`
}
