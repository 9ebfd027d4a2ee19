import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { VaultRef } from '#platform/vault-ref'
import { settlements } from '../vocabulary.ts'

/** Who may say so: whoever reports, whoever has the case's code and word, and staff. */
export const safeModeSetters = ['reporter', 'holder', 'staff'] as const

/** Domestic abuse is possible, or is not after all: from here on no place and no contact is shown, or they are again. */
export const SafeModeSet = defineEvent('reports.safe-mode-set', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    on: z.boolean(),
    by: z.enum(safeModeSetters),
    access: VaultRef.optional().describe('the code of whoever switched it on in the case itself'),
    bare: z.boolean().optional().describe('whoever said so had shown nothing but a number'),
    reason: z.enum(settlements).optional().describe('why a trained person switched it off'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', on: true, by: 'holder' },
})
