import { defineView } from '#ledger'
import { type ImeiKey, keysOf } from '#lib/imei/imei'
import { CaseMatched } from '../events/case-matched.ts'
import { HandedOver } from '../events/handed-over.ts'
import { HandsetReturned } from '../events/handset-returned.ts'
import { HandsetSeized } from '../events/handset-seized.ts'
import type { ExhibitLabel, Holder, Power } from '../vocabulary.ts'

export type ExhibitTable = {
  exhibit: {
    exhibit: string
    tenant: string
    label: ExhibitLabel | null
    imei_keys: ImeiKey[]
    power: Power
    officer: string
    tray: string | null
    case_id: string | null
    held_by: Holder
    seized_at: string
    returned_at: string | null
  }
}

/** One row a seized handset. Inline: a handset in custody is recognised in the next tray, and on the officer's next page. */
export const exhibitView = defineView<ExhibitTable>('exhibit', 'inline', (on) => [
  on(HandsetSeized, (db, { exhibit, imeis, power, ...more }, { tenant, actor, at }) =>
    db
      .insertInto('exhibit')
      .values({
        ...{ exhibit, tenant, imei_keys: keysOf(imeis), power, officer: actor, held_by: 'officer', seized_at: at },
        ...{ label: more.label ?? null, tray: more.tray ?? null, case_id: more.case ?? null, returned_at: null },
      })
      .onConflict((c) => c.column('exhibit').doNothing()),
  ),
  on(CaseMatched, (db, { exhibit, case: case_id }) =>
    db.updateTable('exhibit').set({ case_id }).where('exhibit', '=', exhibit),
  ),
  on(HandedOver, (db, { exhibit, to }) =>
    db.updateTable('exhibit').set({ held_by: to }).where('exhibit', '=', exhibit),
  ),
  on(HandsetReturned, (db, { exhibit }, { at }) =>
    db.updateTable('exhibit').set({ returned_at: at }).where('exhibit', '=', exhibit),
  ),
])
