import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Country } from '#lib/country'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { hows } from '../vocabulary.ts'

/** A stolen handset was seen. No more than the country: who and where finer stays with whoever saw it. */
export const HandsetSeen = defineEvent('sightings.handset-seen', {
  version: 1,
  stream: (d) => `case/${d.case}`,
  data: z.object({
    case: CaseId,
    sighting: z.uuid(),
    how: z.enum(hows),
    country: Country,
    at: z.iso.datetime().describe('when it was seen, by the clock of whoever saw it'),
    by: Slug.describe('the organisation that saw it'),
  }),
  sample: {
    case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    sighting: '7c1d5e2a-3b4f-4c6d-8e9f-0a1b2c3d4e5f',
    how: 'foreign-attach',
    country: 'DZ',
    at: '2026-11-24T10:00:00.000Z',
    by: 'first-operator',
  },
})
