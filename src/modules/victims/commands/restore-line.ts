import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { LineRestored } from '../events/line-restored.ts'
import { refusals } from '../refusals.ts'
import { told } from '../told.ts'

/** The number's operator says that it replaced the SIM in person: the number is the victim's again. */
export const restoreLine = defineCommand('restore-line', {
  input: z.object({ case: CaseId, by: Slug }),
  refusals: {
    'no-case': refusals['no-case'],
    'line-restored-already': { status: 409, says: 'This number is known to be with its owner again.' },
  },
  stream: (input) => `case/${input.case}`,
  state: told,

  decide(given, { reportedAt, restored }) {
    if (!reportedAt) return refuse('no-case')
    return restored ? refuse('line-restored-already') : [LineRestored.of(given)]
  },
})
