import type { z } from 'zod'
import { fold } from '#ledger'
import { RuleLifted } from './events/rule-lifted.ts'
import { RuleSet } from './events/rule-set.ts'

type Rule = z.output<typeof RuleSet.schema>

/** A rule as its stream tells it. */
export const rule = fold<{ readonly holds: Rule | undefined }>({ holds: undefined }, (on) => [
  on(RuleSet, (_, holds) => ({ holds })),
  on(RuleLifted, () => ({ holds: undefined })),
])
