import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { LookDoubted } from '../events/look-doubted.ts'
import { doubtKey, looked } from '../looked.ts'
import { doubts, onceInMs, StaffId } from '../vocabulary.ts'

/** Puts a look before the auditor: once in 28 days for one person, case and reason. */
export const doubtLook = defineCommand('doubt-look', {
  input: z.object({ staff: StaffId, case: CaseId, why: z.enum(doubts), looks: z.int().min(1), employer: Slug }),
  refusals: { 'doubted-lately': { status: 409, says: 'The auditor knows of it.' } },
  stream: (input) => `staff/${input.staff}`,
  keyed: ({ looks: _, ...doubt }) => doubt,
  state: looked,

  decide(doubt, { doubts: all }, { now }) {
    const before = all.get(doubtKey(doubt.case, doubt.why))
    const lately = before !== undefined && Date.parse(now) - Date.parse(before.at) < onceInMs
    return lately ? refuse('doubted-lately') : [LookDoubted.of(doubt)]
  },
})
