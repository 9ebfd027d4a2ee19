import type { Kysely } from 'kysely'
import type { CaseSighting } from './views/case-sighting.ts'
import type { How } from './vocabulary.ts'

export type { Answer } from './answer.ts'
export { casesOfHandsets } from './case-of-handset.ts'
export { checkForBuyer } from './check-for-buyer.ts'
export { askAsDealer, checkForDealer, checkHandsets, signCheck } from './check-handset.ts'
export { seeHandset } from './commands/see-handset.ts'
export type { HandsetCaseTables } from './handset-facts.ts'
export { type HoneyTable, honeyAsked } from './honey.ts'
export type { CaseSighting } from './views/case-sighting.ts'
export { type How, hows } from './vocabulary.ts'

/** One sighting as a case page shows it. `at`: when it was seen; `notedAt`: when we heard of it. */
export type Sighting = {
  readonly sighting: string
  readonly how: How
  readonly country: string
  readonly at: string
  readonly by: string
  readonly notedAt: string
}

const mostShown = 500

/** The sightings of a case, the latest first. A victim is told country and time; who saw it is for the case only. */
export async function sightingsOf(db: Kysely<CaseSighting>, theft: string): Promise<Sighting[]> {
  const rows = await db
    .selectFrom('case_sighting')
    .select(['sighting', 'how', 'country', 'at', 'seen_by as by', 'noted_at as notedAt'])
    .where('case_id', '=', theft)
    .orderBy('at', 'desc')
    .limit(mostShown)
    .execute()
  return rows
}
