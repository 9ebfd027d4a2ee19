import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { CampaignPlanned } from '../events/campaign-planned.ts'
import { kitIds } from '../kits.ts'
import { languageCodes } from '../vocabulary.ts'

const mostDays = 366

/** Plans a campaign. The code is new each time; one that exists already is drawn again by the caller. */
export const planCampaign = defineCommand('plan-campaign', {
  input: z.object({
    campaign: z.uuid(),
    code: z.string(),
    place: Slug,
    starts: z.iso.date(),
    ends: z.iso.date(),
    languages: z.array(z.enum(languageCodes)).min(1),
    kit: z.enum(kitIds),
  }),
  refusals: {
    'ends-before-it-starts': { status: 422, says: 'The last day is before the first. Change one of them.' },
    'too-long': { status: 422, says: 'A campaign lasts a year at most. Plan another one for the time after.' },
    'code-taken': {
      status: 409,
      says: 'This code stands on another poster. Plan the campaign again to get a new one.',
    },
  },
  conflicts: { campaign_code_key: 'code-taken' },
  stream: (input) => `campaign/${input.campaign}`,
  begins: true,
  keyed: ({ code: _, ...more }) => more,
  state: fold(undefined, () => []),

  decide(planned) {
    const days = (Date.parse(planned.ends) - Date.parse(planned.starts)) / 86_400_000
    if (days < 0) return refuse('ends-before-it-starts')
    return days > mostDays ? refuse('too-long') : [CampaignPlanned.of(planned)]
  },
})
