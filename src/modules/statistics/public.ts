import { discover } from '#platform/discover'
import type { Measure } from './define-measure.ts'

export { type Coverage, coverageOf } from './coverage.ts'
export { csvOf, type FigureRow, rowsOf } from './csv.ts'
export { type Column, isCount, type Measure, type Period, type Unit } from './define-measure.ts'
export { countedViews, type Exported, exportMeasures } from './export-measures.ts'
export { type Cell, type Figures, figuresIn, figuresOf, type Line, type Source } from './figures.ts'
export { isDemo } from './is-demo.ts'
export { lastTwelveMonths } from './last-twelve-months.ts'
export {
  type LatePartnerTables,
  latePartners,
  lateSeconds,
  type PartnerGap,
  type PartnerGaps,
  type PartnerWeek,
  silentMinutes,
} from './late-partners.ts'
export { type BoroughCount, type Shade, type TheftMap, theftMap } from './map/theft-map.ts'
export { suppress } from './suppress.ts'
export { theftsInPlace } from './thefts-in-place.ts'

/** Every published measure, found by folder. */
export async function measures(): Promise<readonly Measure[]> {
  const found = await discover('modules/statistics/measures')
  return found.map(({ file, name, exports }) => {
    const measure = exports.default as Measure | undefined
    if (measure?.slug !== name) throw new Error(`${file} must export by default the measure ${name}.`)
    return measure
  })
}
