import type { AtShare, Backtest, Judged, PeriodResult } from '#lib/forecast/backtest'
import { whyOf } from '#lib/forecast/release'
import type { FileRead } from '#platform/points/read-points'
import type { FlatMap } from './map-for.ts'
import type { Span } from './span.ts'

export type Report = Omit<Backtest, 'periods'> & {
  readonly files: readonly FileRead[]
  readonly map: FlatMap
  readonly places: number
  readonly outside: number
  readonly span: Span
  readonly period: number | 'month'
  /** Whether hours and darkness were used, in a sentence. */
  readonly hours: string
  readonly nameOf: (period: number) => string
  readonly results: readonly PeriodResult[]
}

/** One object: what was read, then the periods, their mean, the gains and the curve. Documented in docs/guide/forecast.md. */
export function asJson({ files, map, places, outside, span, period, hours, nameOf, results, ...means }: Report) {
  const { grid, area, epsg, metres } = map
  return {
    files,
    area: {
      ...{ name: area, epsg: epsg ?? null, cell: grid.cell, metres: metres?.map(tenth) ?? null },
      ...{ rows: grid.rows, cols: grid.cols, cells: places },
    },
    outside,
    period,
    hours,
    from: nameOf(span.first),
    testFrom: nameOf(span.from),
    testTo: nameOf(span.end - 1),
    lastPeriodNotWhole: span.cut,
    months: results.map(({ period, events, release, halfLife, ...rest }) => ({
      month: nameOf(period),
      N: events,
      ...rest,
      halfLife,
      uses: release.uses,
      why: whyOf(release),
      release,
    })),
    ...means,
  }
}

const lists = ['floor', 'model', 'learned', 'best'] as const

export function asText(report: Report): string {
  const { map, places, outside, span, hours, nameOf, results, mean, gain } = report
  const lines = [
    `${map.area}: ${places} cells of ${map.grid.cell}${mapSaid(map)}; ${outside} events lay outside of it.`,
    hours,
    ...(span.cut ? ['The last period is not whole.'] : []),
  ]
  for (const { period, events, expected, seconds, halfLife, release, shifted, areas } of results)
    lines.push(
      '',
      `${nameOf(period)}  N ${events}, expected ${Math.round(expected)}${shifted ? ' (after a sudden change)' : ''}; half-life ${halfLife} periods; ${seconds.toFixed(1)} s`,
      `  ${whyOf(release)}`,
      ...table(areas),
    )
  lines.push(
    '',
    `Mean of ${results.length} periods`,
    ...table(mean),
    '',
    'Gain of the model over the floor, in hit rate',
  )
  for (const { share, model, learned } of gain) {
    const said = ({ mean, low, high }: typeof model) =>
      `${signed(mean)} (${Number.isFinite(low) ? `${signed(low)} to ${signed(high)}` : 'one period has no interval'})`
    lines.push(
      `  ${percent(share).padStart(6)}  ${said(model)}${learned ? `   the learned model by itself ${said(learned)}` : ''}`,
    )
  }
  lines.push(
    '  In brackets: the 95% interval of the mean over the periods (paired, Student’s t).',
    ...steadiness(report),
  )
  return `${lines.join('\n')}\n`
}

const tenth = (value: number) => Math.round(10 * value) / 10

/** Which map it is; and how large a cell is on the ground, where its side says something else. */
function mapSaid({ epsg, grid: { cell }, metres }: FlatMap): string {
  const parts = epsg === undefined ? [] : [`EPSG:${epsg}`]
  if (metres?.some((one) => Math.abs(one / cell - 1) > 0.01))
    parts.push(`${tenth(metres[0])} by ${tenth(metres[1])} m on the ground`)
  return parts.length > 0 ? ` (${parts.join('; ')})` : ''
}

function steadiness({ consistency, calibration }: Report): string[] {
  const alike = (consistency ?? []).map(
    ({ share, floor, model }) => `${percent(share)} ${model.toFixed(2)} (floor ${floor.toFixed(2)})`,
  )
  const of = calibration?.all
  return [
    ...(alike.length > 0 ? ['', `Of two lists that follow each other is in both (Jaccard): ${alike.join(', ')}.`] : []),
    ...(of
      ? [
          '',
          `Expected ${Math.round(of.expected)}, came ${Math.round(of.observed)}: ${of.ratio.toFixed(2)} (95% ${of.low.toFixed(2)} to ${of.high.toFixed(2)}, were events independent).`,
        ]
      : []),
  ]
}

function table(areas: readonly AtShare[]): string[] {
  const head = `  ${'area'.padStart(6)}  ${lists.map((list) => `${list}: hit   PAI    PEI`.padEnd(27)).join('')}`
  return [
    head,
    ...areas.map(
      (area) => `  ${percent(area.share).padStart(6)}  ${lists.map((list) => judged(area[list]).padEnd(27)).join('')}`,
    ),
  ]
}

const judged = (one: Judged | null) =>
  one === null ? '-' : `${one.hit.toFixed(4).padStart(13)} ${one.pai.toFixed(1).padStart(6)} ${one.pei.toFixed(3)}`
const percent = (share: number) => `${Number((100 * share).toPrecision(4))}%`
const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`
