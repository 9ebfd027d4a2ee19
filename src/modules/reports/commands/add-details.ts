import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { theftCase } from '../case.ts'
import { DetailsAdded } from '../events/details-added.ts'
import { refusals } from '../refusals.ts'
import { openOr } from '../situation.ts'

/** Adds what the victim says after the phone is stopped. */
export const addDetails = defineCommand('add-details', {
  input: z.object({ case: CaseId, details: VaultRef, access: VaultRef.optional() }),
  refusals: { 'no-case': refusals['no-case'], 'case-ended': refusals['case-ended'] },
  stream: (input) => `case/${input.case}`,
  keyed: ({ details: _, ...more }) => more,
  state: theftCase,

  decide(more, known) {
    const open = openOr(known)
    return 'refused' in open ? refuse(open.refused) : [DetailsAdded.of(more)]
  },
})
