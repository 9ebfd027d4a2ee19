import { defineView } from '#ledger'
import { ListAppealDecided } from '../events/list-appeal-decided.ts'
import { ListAppealMade } from '../events/list-appeal-made.ts'

export type ListAppealTable = {
  list_appeal: {
    appeal: string
    /** The organisation whose staff decide. */
    owner: string
    keepers: string[]
    claim: string
    handset: string
    line: string
    made_at: string
    decided_at: string | null
    granted: boolean | null
    reason: string | null
  }
}

/** Whoever is refused by another register's list or a rule, for the person who decides within the hour. */
export const listAppeal = defineView<ListAppealTable>('list_appeal', 'async', (on) => [
  on(ListAppealMade, (db, { keepers, ...made }, { at }) =>
    db
      .insertInto('list_appeal')
      .values({ ...made, keepers: [...keepers], made_at: at, decided_at: null, granted: null, reason: null })
      .onConflict((c) => c.doNothing()),
  ),
  on(ListAppealDecided, (db, { appeal, granted, reason }, { at }) =>
    db.updateTable('list_appeal').set({ granted, reason, decided_at: at }).where('appeal', '=', appeal),
  ),
])
