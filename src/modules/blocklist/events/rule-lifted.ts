import { z } from 'zod'
import { defineEvent } from '#ledger'
import { Slug } from '#lib/slug'
import { CoveredText } from '../vocabulary.ts'

/** A rule holds no more. */
export const RuleLifted = defineEvent('blocklist.rule-lifted', {
  version: 1,
  stream: ({ about }) => `rule/${about}`,
  data: z.object({ about: CoveredText, by: Slug.describe('the organisation that decided it') }),
  sample: { about: 'tac/35921407', by: 'first-force' },
})
