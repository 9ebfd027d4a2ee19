import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { theftCase } from '../case.ts'
import { CasesLinked } from '../events/cases-linked.ts'
import { linkRefusals } from '../linking.ts'
import { refusals } from '../refusals.ts'
import { reopening } from './reopen-case.ts'

/** A case that was joined to another is one of its own again, with its codes, its contacts and what it stopped. */
export const splitCase = defineCommand('split-case', {
  input: z.object({ case: CaseId }),
  refusals: {
    'no-case': refusals['no-case'],
    'not-closed': refusals['not-closed'],
    'stops-lifted': refusals['stops-lifted'],
    'not-linked': linkRefusals['not-linked'],
  },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide({ case: later }, known, { now }) {
    if (!known.joinedTo) return refuse(known.standing ? 'not-linked' : 'no-case')
    const open = reopening({ case: later, why: 'apart' }, known, now)
    return 'refused' in open
      ? open
      : [CasesLinked.of({ case: later, other: known.joinedTo, as: 'later', same: false }), open]
  },
})
