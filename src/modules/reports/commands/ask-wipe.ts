import { z } from 'zod'
import { defineCommand, fold, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { OwnerFound } from '#modules/exhibits/events/owner-found'
import { OwnerRuledOut } from '#modules/exhibits/events/owner-ruled-out'
import { stopsOwed } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { WipeAsked } from '../events/wipe-asked.ts'
import { refusals } from '../refusals.ts'
import { openOr, situation } from '../situation.ts'
import { PartiesInput } from './report-theft.ts'

/** What police hold of this case: it is evidence, and nothing on it is erased. */
const held = fold<readonly string[]>([], (on) => [
  on(OwnerFound, (state, { exhibit }) => [...state, exhibit]),
  on(OwnerRuledOut, (state, { exhibit }) => state.filter((one) => one !== exhibit)),
])

/** The owner asks for a wipe, having seen when the last backup was made (B67). At level 3, and it waits a day before it leaves. */
export const askWipe = defineCommand('ask-wipe', {
  input: z.object({ case: CaseId, backup: z.enum(['seen', 'none']), parties: PartiesInput }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'wipe-needs-documents': {
      status: 422,
      says: 'A wipe cannot be undone. Show a receipt, the box or your maker account first.',
    },
    'wipe-is-evidence': { status: 409, says: 'Police have this phone. What is on it may be evidence, so it stays.' },
    'wipe-asked-already': { status: 409, says: 'You have asked for this already. It waits a day.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, ...asked }) => asked,
  state: folds(theftCase, held, (known, exhibits) => ({ ...known, isHeld: exhibits.length > 0 })),

  decide({ parties, ...asked }, { isHeld, ...known }, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    if (open.standing.level < 3) return refuse('wipe-needs-documents')
    if (isHeld) return refuse('wipe-is-evidence')
    if (open.mayWipe) return refuse('wipe-asked-already')
    const before = situation(asked.case, open, parties)
    const after = situation(asked.case, { ...open, mayWipe: true }, parties)
    return { events: [WipeAsked.of(asked)], owes: stopsOwed(before, after, now) }
  },
})
