import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { conflicts } from '#lib/proof'
import { stopsOwed } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { ConflictSettled } from '../events/conflict-settled.ts'
import { openOr, situation } from '../situation.ts'
import { settlements } from '../vocabulary.ts'
import { PartiesInput } from './report-theft.ts'

/**
 * A person decides about what speaks against a report. When it stands, what was held back is owed now. Decided before, it can
 * be decided the other way: then nothing more is done, and nothing is lifted.
 */
export const settleConflict = defineCommand('settle-conflict', {
  input: z.object({
    case: CaseId,
    conflict: z.enum(conflicts),
    stands: z.boolean(),
    reason: z.enum(settlements),
    parties: PartiesInput,
  }),
  refusals: {
    'no-conflict': { status: 409, says: 'Nothing of this kind is open on the case. Somebody has settled it.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ parties: _, ...settled }) => settled,
  state: theftCase,

  decide({ parties, ...settled }, known, { now }) {
    const open = openOr(known)
    if ('refused' in open) return refuse('no-conflict')
    const reverses = !settled.stands && open.settled.includes(settled.conflict)
    if (!open.conflicts.includes(settled.conflict) && !reverses) return refuse('no-conflict')
    const others = open.conflicts.filter((one) => one !== settled.conflict)
    const conflicts = settled.stands ? others : [...others, settled.conflict]
    const before = situation(settled.case, open, parties)
    const after = situation(settled.case, { ...open, conflicts }, parties)
    return { events: [ConflictSettled.of(settled)], owes: stopsOwed(before, after, now) }
  },
})
