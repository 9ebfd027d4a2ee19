import { defineReaction } from '#ledger'
import type { Country } from '#lib/country'
import { casesOfHandsets } from '../case-of-handset.ts'
import { seeHandset } from '../commands/see-handset.ts'
import { ReadingsTaken } from '../events/readings-taken.ts'
import type { HandsetCaseTables } from '../handset-facts.ts'
import type { ReadingTable } from '../readings.ts'

/** Notes each reading of a stolen handset on its case. Readings of handsets that are in no case say nothing to anyone. */
export default defineReaction<ReadingTable & HandsetCaseTables>('note-readings', (on) => [
  on(ReadingsTaken, async ({ batch, by }, _, { db, execute, now }) => {
    const readings = await db
      .selectFrom('sighting_reading')
      .select(['sighting', 'imei_key', 'how', 'country', 'at'])
      .where('batch', '=', batch)
      .orderBy('at')
      .execute()
    const cases = await casesOfHandsets(
      db,
      readings.map(({ imei_key }) => imei_key),
      now(),
    )
    for (const { imei_key, country, ...seen } of readings) {
      const theft = cases.get(imei_key)
      if (!theft) continue
      await execute(seeHandset, { ...seen, country: country as Country, case: theft, by }, seen.sighting)
    }
  }),
])
