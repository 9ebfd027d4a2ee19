import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'

/**
 * Somebody whose phone is refused by another register’s list, or by a rule, says that they did nothing wrong. No case here stops
 * it. Nobody is accused; a person looks within the hour.
 */
export const ListAppealMade = defineEvent('blocklist.list-appeal-made', {
  version: 1,
  stream: (d) => `appeal/${d.appeal}`,
  data: z.object({
    appeal: z.uuid(),
    keepers: z.array(Slug).min(1).max(50).describe('whose lists and rules stop the phone'),
    owner: Slug.describe('the organisation whose staff decide'),
    claim: VaultRef.describe('what they say of the phone, and how to reach them'),
    handset: VaultRef.describe('the phone’s numbers, of which each has 14 digits'),
    line: VaultRef.describe('the line that they use it with'),
  }),
  sample: {
    ...{ appeal: '1e3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0d', keepers: ['first-register'], owner: 'first-force' },
    ...{ claim: 'v_AAAAAAAAAAAAAAAAAAAAAA', handset: 'v_CCCCCCCCCCCCCCCCCCCCCA', line: 'v_BBBBBBBBBBBBBBBBBBBBBA' },
  },
})
