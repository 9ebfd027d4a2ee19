import type { Kysely } from 'kysely'
import { publishedCells } from '../cells/published-cells.ts'
import { keepForecasts } from './theft-forecast.ts'
import { type TriedMonth, tryLearned } from './try-learned.ts'

export type Trying = {
  readonly now: () => Date
  /** Milliseconds. */
  readonly clock: () => number
  readonly onMonth?: (tried: TriedMonth) => unknown
}

/** Tries the learned model on the published thefts that are here and keeps what came of it; says how many months it was tried for. */
export async function forecastPublished<Tables>(db: Kysely<Tables>, { now, clock, onMonth }: Trying): Promise<number> {
  const cells = await publishedCells(db)
  const tried: TriedMonth[] = []
  for (const one of tryLearned(cells, clock)) {
    tried.push(one)
    onMonth?.(one)
  }
  if (tried.length > 0) await keepForecasts(db, tried, { reading: cells.reading, now: now() })
  return tried.length
}
