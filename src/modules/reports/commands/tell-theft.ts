import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { levelOf, levelOfPerson, means } from '#lib/proof'
import { stopsOwed } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { TheftTold } from '../events/theft-told.ts'
import { atHome, networkSearch } from '../network-search.ts'
import { refusals } from '../refusals.ts'
import { openOr, situation } from '../situation.ts'
import { thefts } from '../vocabulary.ts'
import { PartiesInput } from './report-theft.ts'

/**
 * A lost phone is a stolen one: the crime is recorded, and what stops it says so. Whoever says it has shown as much of who they are as
 * who said that it was lost; a bare number makes no theft of somebody's lost phone.
 */
export const tellTheft = defineCommand('tell-theft', {
  input: z.object({ case: CaseId, method: z.enum(thefts), means: z.enum(means), parties: PartiesInput }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'not-lost': { status: 409, says: 'This phone was not reported as lost.' },
    'lost-proof-weak': { status: 403, says: 'Show as much of who you are as when the phone was reported as lost.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, ...told }) => told,
  state: folds(theftCase, networkSearch, (known, search) => ({ known, search })),

  decide({ parties: asked, ...told }, { known, search }, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    if (!open.lost) return refuse('not-lost')
    const shown = levelOf(told.means)
    if (shown === 0 || shown < levelOfPerson(open.standing.level)) return refuse('lost-proof-weak')
    const parties = atHome(asked, search)
    const before = situation(told.case, open, parties)
    const after = situation(told.case, { ...open, lost: false }, parties)
    return {
      events: [TheftTold.of({ case: told.case, method: told.method })],
      owes: stopsOwed(before, after, now),
    }
  },
})
