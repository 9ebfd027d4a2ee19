import { fold, folds } from '#ledger'
import { FeelingTold } from './events/feeling-told.ts'
import { told } from './told.ts'
import type { FeelingStep } from './vocabulary.ts'

const firstWeekMs = 7 * 86_400_000

const answered = fold<readonly FeelingStep[]>([], (on) => [on(FeelingTold, (steps, { step }) => [...steps, step])])

/** What a case has said of itself as far as the question goes: when it began, whether it has ended, and what was answered. */
export const feelingsOf = folds(told, answered, ({ reportedAt, ended }, steps) => ({ reportedAt, ended, steps }))
export type Feelings = ReturnType<typeof feelingsOf.run>

/** The step at which a case is now; undefined when its victim has answered there, or there is no case. */
export function stepToAsk({ reportedAt, ended, steps }: Feelings, now: string): FeelingStep | undefined {
  if (!reportedAt) return undefined
  const isFirst = Date.parse(now) - Date.parse(reportedAt) < firstWeekMs
  const step = ended ? 'ended' : isFirst ? 'first-week' : 'open'
  return steps.includes(step) ? undefined : step
}
