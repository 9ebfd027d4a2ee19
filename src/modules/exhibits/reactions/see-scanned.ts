import { defineReaction } from '#ledger'
import { Country } from '#lib/country'
import { seeHandset } from '#modules/sightings/public'
import { TrayScanned } from '../events/tray-scanned.ts'
import type { TrayTables } from '../tray/tables.ts'

/** Every handset of a tray that is somebody's case was seen there: the case learns it, whatever is done with the tray. */
export default defineReaction<TrayTables>('see-scanned', (on) => [
  on(TrayScanned, async ({ tray, matched }, { at, tenant }, { db, execute }) => {
    const rows = await db.selectFrom('tray_row').selectAll().where('tray', '=', tray).execute()
    // The fact is recorded a moment before the rows: they are one transaction with the scan's audit.
    if (rows.length === 0 && matched > 0) throw new Error('The rows of this tray are not there yet: look again.')
    const seen = { how: 'exhibit-scan' as const, country: Country.parse('GB'), at, by: tenant }
    for (const { case_id, line, exhibit } of rows)
      if (case_id !== null && exhibit === null)
        await execute(seeHandset, { ...seen, case: case_id, sighting: sightingOf(tray, line) }, String(line))
  }),
])

/** Each line of a tray is one sighting, however often it is told. */
const sightingOf = (tray: string, line: number) => `${tray.slice(0, -6)}${line.toString(16).padStart(6, '0')}`
