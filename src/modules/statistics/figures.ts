import { type Kysely, sql } from 'kysely'
import type { Counted, Measure, Period } from './define-measure.ts'

/** One month as published. `value` is null when there are too few to publish, and 0 only when nothing happened. */
export type Figure = { readonly month: string; readonly value: number | null; readonly tooFew: boolean }

/** Computes a measure as the public sees it: without demo organisations, and without small counts. */
export async function figuresOf<Tables>(
  db: Kysely<Tables>,
  measure: Measure,
  period: Period,
): Promise<readonly Figure[]> {
  const counted = await db.transaction().execute(async (trx) => {
    await sql`set local search_path = published`.execute(trx)
    return measure.compute(trx as unknown as Kysely<never>, period)
  })
  const byMonth = new Map(counted.map((row) => [row.month, row]))
  return monthsOf(period).map((month) => publish(byMonth.get(month) ?? { month, of: 0, value: 0 }, measure.hideBelow))
}

/** Disclosure control for one month. A true zero is shown; from 1 up to the threshold it is hidden. */
export function publish({ month, of, value }: Counted, hideBelow: number): Figure {
  if (of > 0 && of < hideBelow) return { month, value: null, tooFew: true }
  return { month, value: of === 0 ? 0 : value, tooFew: false }
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
