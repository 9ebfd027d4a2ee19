import { defineView } from '#ledger'
import { LookDoubted } from '../events/look-doubted.ts'
import { LookExplained } from '../events/look-explained.ts'
import { OwnNumberSaid } from '../events/own-number-said.ts'
import type { Doubt, Finding } from '../vocabulary.ts'

export type LookDoubt = {
  look_doubt: {
    staff: string
    case_id: string
    why: Doubt
    employer: string
    looks: number
    doubted_at: string
    explained_at: string | null
    finding: Finding | null
  }
  staff_own: { staff: string; line: string }
}

/** Look-ups that wait for the auditor, and the numbers that staff said are their own. */
export const lookDoubt = defineView<LookDoubt>(
  'look_doubt',
  'async',
  (on) => [
    on(OwnNumberSaid, (db, said) =>
      db
        .insertInto('staff_own')
        .values(said)
        .onConflict((c) => c.doNothing()),
    ),
    on(LookDoubted, (db, { case: case_id, ...doubt }, { at }) => {
      const open = { looks: doubt.looks, doubted_at: at, explained_at: null, finding: null }
      return db
        .insertInto('look_doubt')
        .values({ ...doubt, case_id, ...open })
        .onConflict((c) => c.columns(['staff', 'case_id', 'why']).doUpdateSet(open))
    }),
    on(LookExplained, (db, { staff, case: theft, why, finding }, { at }) =>
      db
        .updateTable('look_doubt')
        .set({ finding, explained_at: at })
        .where('staff', '=', staff)
        .where('case_id', '=', theft)
        .where('why', '=', why),
    ),
  ],
  { tables: ['look_doubt', 'staff_own'] },
)
