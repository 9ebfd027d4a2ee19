import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { CoveredText, ruleReasons } from '../vocabulary.ts'

/** From now on this holds for every handset of a model, or of a range of numbers. */
export const RuleSet = defineEvent('blocklist.rule-set', {
  version: 1,
  stream: ({ about }) => `rule/${about}`,
  data: z.object({
    about: CoveredText,
    status: z.enum(['blocked', 'tracked']),
    until: z.iso.datetime().optional().describe('when it ends by itself'),
    by: Slug.describe('the organisation that decided it'),
    why: z.enum(ruleReasons),
  }),
  sample: { about: 'tac/35921407', status: 'tracked', by: 'first-force', why: 'model-cloned' },
})
