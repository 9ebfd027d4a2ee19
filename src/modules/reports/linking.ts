import { z } from 'zod'
import { levels } from '#lib/proof'
import { type Case, isGuarded } from './case.ts'

/** So many cases go on as one; more than that is no double report but something that a person should look into. */
export const mostTwins = 5

/** What the first case must know of the later one to take it in. */
export const Later = z.object({
  level: z.literal(levels),
  until: z.iso.datetime().optional(),
  reportedAt: z.iso.datetime(),
  /** Safe mode keeps others from it. */
  safeMode: z.boolean(),
  /** The victim wrote, or sent a paper, and has no answer: that would be out of sight. */
  waits: z.boolean(),
})
export type Later = z.output<typeof Later>

/**
 * What speaks against making two cases one. The first must show as much as the later one, and not lapse where that does not, else what the later
 * one's victim has would end with it. In safe mode whoever has the other code may be the one to fear.
 */
export function whyNotOne(first: Case, later: Later) {
  if (!first.standing) return 'no-case' as const
  if (first.ended) return 'case-ended' as const
  if (isGuarded(first) || later.safeMode) return 'in-safe-mode' as const
  if (first.twins.length >= mostTwins) return 'many-twins' as const
  if ((first.reportedAt ?? '') > later.reportedAt) return 'not-later' as const
  if (later.waits) return 'answer-first' as const
  const { level, until } = first.standing
  const endsSooner = until !== undefined && later.until === undefined
  return level < later.level || (level === later.level && endsSooner) ? ('first-weaker' as const) : undefined
}

/** What commands that join or split two cases refuse alike. */
export const linkRefusals = {
  'linked-already': { status: 409, says: 'These two are one case already.' },
  'not-linked': { status: 409, says: 'These two are not one case.' },
  'in-safe-mode': {
    status: 409,
    says: 'One of them is in safe mode. Who holds the other code may be the one to fear, so the two stay apart.',
  },
  'many-twins': { status: 409, says: 'Many cases are joined to this one already. Look into how that came about.' },
  'not-later': { status: 422, says: 'The case that was opened first goes on. Join the later one to it.' },
  'answer-first': {
    status: 409,
    says: 'In the later case the victim waits for an answer, or a paper waits to be looked at. Do that first.',
  },
  'first-weaker': {
    status: 409,
    says: 'The first case shows less of whose phone it is. Have its victim show as much, then join the two.',
  },
  'has-twins': { status: 409, says: 'Other cases are joined to the later one. Split those first.' },
} as const
