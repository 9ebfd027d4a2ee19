import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { cloneSigns, conflicts } from '#lib/proof'
import { theftCase } from '../case.ts'
import { ConflictFound } from '../events/conflict-found.ts'
import { refusals } from '../refusals.ts'

/** Notes what speaks against a report. Stops escalation until a person has looked; lifts nothing. */
export const findConflict = defineCommand('find-conflict', {
  input: z.object({ case: CaseId, conflict: z.enum(conflicts), signs: z.array(z.enum(cloneSigns)).optional() }),
  refusals: {
    'no-case': refusals['no-case'],
    'conflict-known': { status: 409, says: 'This is known already; a person looks at it.' },
  },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide(found, { standing, conflicts, settled }) {
    if (!standing) return refuse('no-case')
    return [...conflicts, ...settled].includes(found.conflict) ? refuse('conflict-known') : [ConflictFound.of(found)]
  },
})
