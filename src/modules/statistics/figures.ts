import { type Kysely, sql, type Transaction } from 'kysely'
import { type Column, type Counted, isCount, type Measure, type Period } from './define-measure.ts'
import { suppress } from './suppress.ts'

/** Real cases, or the pretend ones of a demo. Never both. */
export type Source = 'published' | 'simulated'

/** One value as published. `none`: nothing to work it out from. */
export type Cell = { readonly value: number | null; readonly status: 'shown' | 'too-few' | 'none' }

/** One line: a month, a group, or all together (both null), with a cell for each column. */
export type Line = {
  readonly month: string | null
  readonly group: string | null
  readonly cells: Readonly<Record<string, Cell>>
}

export type Figures = { readonly total: Line; readonly months: readonly Line[]; readonly groups: readonly Line[] }

/** Computes a measure as the public sees it: real or pretend cases alone, and without small counts. */
export const figuresOf = <Tables>(
  db: Kysely<Tables>,
  measure: Measure,
  period: Period,
  source: Source = 'published',
): Promise<Figures> => db.transaction().execute((trx) => figuresIn(trx, measure, period, source))

/** The same within a transaction, whose search path is put back. */
export async function figuresIn<Tables>(
  trx: Transaction<Tables>,
  measure: Measure,
  period: Period,
  source: Source,
): Promise<Figures> {
  await sql`select set_config('search_path', ${source}, true)`.execute(trx)
  const counted = await measure.compute(trx as unknown as Kysely<never>, period)
  await sql`set local search_path to default`.execute(trx)
  return publish(measure, counted, period)
}

type Row = { readonly month: string | null; readonly group: string | null; readonly values: Counted }

/** Disclosure control for a whole measure. A true zero is shown; nothing hidden can be had by subtraction. */
export function publish(measure: Measure, counted: readonly Counted[], period: Period): Figures {
  const row = (month: string | null, group: string | null): Row => ({
    ...{ month, group },
    values: counted.find((one) => one.month === month && (one.group ?? null) === group) ?? { month },
  })
  const total = row(null, null)
  const months = monthsOf(period).map((month) => row(month, null))
  const names = [...new Set(counted.flatMap(({ group }) => (group == null ? [] : [group])))].sort()
  const groups = names.map((name) => row(null, name))
  const visible = visibility(measure, groups.length > 0 ? [months, groups] : [months])
  const line = (one: Row, list: number, at: number): Line => ({
    ...{ month: one.month, group: one.group },
    cells: Object.fromEntries(
      measure.columns.map((column) => [column.key, cellOf(column, one, (key) => visible(key, list, at))]),
    ),
  })
  return {
    total: line(total, -1, 0),
    months: months.map((one, at) => line(one, 0, at)),
    groups: groups.map((one, at) => line(one, 1, at)),
  }
}

type Visible = (key: string, list: number, at: number) => boolean

/** Which counts may be shown; list -1 is the total. A part goes with its whole, and with what is left of the whole. */
function visibility({ columns, hideBelow }: Measure, lists: readonly (readonly Row[])[]): Visible {
  const shown = new Map<string, ReturnType<typeof suppress>>()
  const visible: Visible = (key, list, at) => {
    const one = shown.get(key)
    return one === undefined || (list < 0 ? one.total : (one.lists[list]?.[at] ?? true))
  }
  const wholesFirst = columns.filter(isCount).toSorted((a, b) => Number(Boolean(a.within)) - Number(Boolean(b.within)))
  for (const { key, within } of wholesFirst) {
    const counts = lists.map((rows) => ({ counts: rows.map((row) => numberOf(row, key)) }))
    const small = (list: number, at: number) => {
      const row = lists[list]?.[at]
      if (!within || !row || numberOf(row, key) === 0) return false
      const rest = numberOf(row, within) - numberOf(row, key)
      return (rest > 0 && rest < hideBelow) || !visible(within, list, at)
    }
    const smallTotal = () => {
      if (!within) return false
      const rest = sumOf(lists[0], within) - sumOf(lists[0], key)
      return (rest > 0 && rest < hideBelow) || !visible(within, -1, 0)
    }
    shown.set(key, suppress(counts, hideBelow, small, smallTotal()))
  }
  return visible
}

const numberOf = ({ values }: Row, key: string) => Number(values[key] ?? 0)
const sumOf = (rows: readonly Row[] = [], key: string) => rows.reduce((sum, row) => sum + numberOf(row, key), 0)

const tooFew: Cell = { value: null, status: 'too-few' }
const none: Cell = { value: null, status: 'none' }
const showing = (value: number): Cell => ({ value, status: 'shown' })

function cellOf(column: Column, row: Row, visible: (key: string) => boolean): Cell {
  if (isCount(column)) return visible(column.key) ? showing(numberOf(row, column.key)) : tooFew
  if ('over' in column) {
    if (!visible(column.over)) return tooFew
    const ms = row.values[column.key]
    return numberOf(row, column.over) === 0 || ms == null ? none : showing(Number(ms) / 1000)
  }
  if (!visible(column.part) || !visible(column.whole)) return tooFew
  const whole = numberOf(row, column.whole)
  return whole === 0 ? none : showing(Math.round((numberOf(row, column.part) * 1000) / whole) / 10)
}

/** Every month of a period, so that a month without any is seen as 0 and not left out. */
export function monthsOf({ from, to }: Period): string[] {
  const months: string[] = []
  for (let month = from; month < to; month = after(month)) months.push(month)
  return months
}

function after(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}
