import type { Row } from './scorecard.ts'

const verdict = ({ met, bar }: Row) => (bar === undefined ? '' : met === undefined ? '-' : met ? 'met' : 'NOT MET')

/** The scorecard as a table for a terminal. */
export function table(title: string, rows: readonly Row[]): string {
  const cells = rows.map((row) => [
    row.measure,
    row.n === undefined ? '' : String(row.n),
    row.says,
    row.bar ?? '',
    verdict(row),
  ])
  const all = [['measure', 'n', 'in simulation', 'bar', ''], ...cells]
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
  const [head = [], ...body] = all
  return [title, '', line(head), line(widths.map((width) => '-'.repeat(width))), ...body.map(line), ''].join('\n')
}
