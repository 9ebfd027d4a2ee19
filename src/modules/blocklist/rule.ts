import type { z } from 'zod'
import { fold } from '#ledger'
import { RuleLifted } from './events/rule-lifted.ts'
import { RuleSet } from './events/rule-set.ts'

/** A rule as its stream tells it; null while none holds. */
export const rule = fold<z.output<typeof RuleSet.schema> | null>(null, (on) => [
  on(RuleSet, (_, given) => given),
  on(RuleLifted, () => null),
])
