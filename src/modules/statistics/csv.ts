import type { Column, Measure } from './define-measure.ts'
import type { Figures, Line, Source } from './figures.ts'

/** One value as a row: what files and the export hold. */
export type FigureRow = {
  readonly source: Source
  readonly measure: string
  readonly month: string
  readonly group: string
  readonly column: string
  readonly unit: Column['unit']
  readonly value: number | null
  readonly status: string
}

/** Every published value of a measure, one row each; `all` where a row is not of one month or one group. */
export function rowsOf({ slug, columns }: Measure, { total, months, groups }: Figures, source: Source): FigureRow[] {
  const of = ({ month, group, cells }: Line) =>
    columns.map(({ key, unit }) => ({
      ...{ source, measure: slug, month: month ?? 'all', group: group ?? 'all', column: key, unit },
      value: cells[key]?.value ?? null,
      status: cells[key]?.status ?? 'none',
    }))
  return [...months, ...groups, total].flatMap(of)
}

/** RFC 4180. A pretend figure says so in each of its rows, so that a cut-out row still does. */
export function csvOf(rows: readonly FigureRow[]): string {
  const lines = rows.map((row) =>
    [row.source, row.measure, row.month, row.group, row.column, row.unit, row.value ?? '', row.status].join(','),
  )
  return `${['source,measure,month,group,column,unit,value,status', ...lines].join('\r\n')}\r\n`
}
