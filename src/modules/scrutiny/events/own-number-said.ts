import { z } from 'zod'
import { defineEvent } from '#ledger'
import { VaultRef } from '#platform/vault-ref'
import { StaffId } from '../vocabulary.ts'

/** A member of staff said which number is their own, so that a look at its case is seen. */
export const OwnNumberSaid = defineEvent('scrutiny.own-number-said', {
  version: 1,
  stream: (d) => `staff/${d.staff}`,
  data: z.object({ staff: StaffId, line: VaultRef.describe('the same number always has the same reference') }),
  sample: { staff: 'AAAAAAAAAAAAAAAAAAAAAA', line: 'v_AAAAAAAAAAAAAAAAAAAAAA' },
})
