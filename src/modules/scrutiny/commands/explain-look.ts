import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { LookExplained } from '../events/look-explained.ts'
import { doubtKey, looked } from '../looked.ts'
import { doubts, findings, StaffId } from '../vocabulary.ts'

/** The auditor says what came of a look that was doubted. Nobody answers for themselves. */
export const explainLook = defineCommand('explain-look', {
  input: z.object({ staff: StaffId, case: CaseId, why: z.enum(doubts), finding: z.enum(findings), by: StaffId }),
  refusals: {
    'no-doubt': { status: 404, says: 'Nothing waits here.' },
    'explained-already': { status: 409, says: 'Somebody has answered this.' },
    'own-look': { status: 403, says: 'This is your own look-up, so somebody else answers it.' },
  },
  stream: (input) => `staff/${input.staff}`,
  state: looked,

  decide({ by, ...explained }, { doubts: all }) {
    const one = all.get(doubtKey(explained.case, explained.why))
    if (!one) return refuse('no-doubt')
    if (by === explained.staff) return refuse('own-look')
    return one.explained ? refuse('explained-already') : [LookExplained.of(explained)]
  },
})
