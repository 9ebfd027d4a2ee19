import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { reopening } from '#modules/reports/public'
import { OpenStops, undoing } from '#modules/response/public'
import { caseOfExhibit } from '../case-of-exhibit.ts'
import { OwnerFound } from '../events/owner-found.ts'
import { refusals } from '../refusals.ts'
import { ExhibitId, finders } from '../vocabulary.ts'

/**
 * Tells a case that police have its handset. Locating ends here (B66); every other stop lasts until the owner has it. A case that had no
 * lead left has one now: it is open again, so that its owner is told and a person goes on with it.
 */
export const findOwner = defineCommand('find-owner', {
  input: z.object({
    case: CaseId,
    exhibit: ExhibitId,
    by: z.enum(finders),
    seizedAt: z.iso.datetime(),
    stops: OpenStops,
  }),
  refusals: {
    'other-case': refusals['other-case'],
    'owner-known': { status: 409, says: 'The case knows of this exhibit.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ stops: _, ...found }) => found,
  state: caseOfExhibit,

  decide({ stops, ...match }, { theft, found }, { now }) {
    if (!theft.standing) return refuse('other-case')
    if (found.includes(match.exhibit)) return refuse('owner-known')
    const owes = undoing(stops.filter(({ kind }) => kind === 'start-locating'))
    const open = reopening({ case: match.case, why: 'new-lead' }, theft, now)
    return { events: [...('refused' in open ? [] : [open]), OwnerFound.of(match)], owes }
  },
})
