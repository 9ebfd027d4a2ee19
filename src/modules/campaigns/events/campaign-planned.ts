import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { kitIds } from '../kits.ts'
import { languageCodes } from '../vocabulary.ts'

/** Somebody means to say something in a place for some time, and to learn whether it was heard (B74). */
export const CampaignPlanned = defineEvent('campaigns.campaign-planned', {
  version: 1,
  stream: (d) => `campaign/${d.campaign}`,
  data: z.object({
    campaign: z.uuid(),
    code: z
      .string()
      .regex(/^[0-9A-HJKMNP-TV-Z]{5}$/)
      .describe('stands on the poster; it is no secret'),
    place: Slug.describe('a borough'),
    starts: z.iso.date(),
    ends: z.iso.date(),
    languages: z.array(z.enum(languageCodes)).min(1),
    kit: z.enum(kitIds),
  }),
  sample: {
    campaign: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c',
    code: 'H7K2M',
    place: 'westminster',
    starts: '2026-11-01',
    ends: '2026-11-30',
    languages: ['en', 'pl'],
    kit: 'pin-watched',
  },
})
