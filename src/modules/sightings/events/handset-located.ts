import { z } from 'zod'
import { defineEvent } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'

/** The maker told where the handset is, by the owner's consent given before the theft. For officers; never for a victim's page. */
export const HandsetLocated = defineEvent('sightings.handset-located', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    place: VaultRef.describe('lon, lat and when, as the maker told it'),
    by: Slug.describe('the maker'),
  }),
  sample: { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', place: 'v_AAAAAAAAAAAAAAAAAAAAAA', by: 'first-maker' },
})
