import { countTold, type Few } from '../cells/few-reports.ts'
import type { Source } from '../cells/look.ts'
import type { Study } from './study.ts'

type Count = number | Few
export type ToldStep = { readonly patrolled: Count; readonly control: Count; readonly rings: readonly [Count, Count] }

const fewestSquares = 10

/** In few squares the reports of a week are those of one victim or two, in a place that is known: then no step says that. */
export const tellsSteps = (of: Source, { squares }: Pick<Study, 'squares'>): boolean =>
  of === 'published' || squares >= fewestSquares

/** What a page or a file says of the steps of a study. */
export function stepsTold(of: Source, study: Pick<Study, 'squares' | 'steps'>): readonly ToldStep[] {
  const told = (thefts: number) => (tellsSteps(of, study) ? thefts : countTold({ source: of }, thefts))
  return study.steps.map(({ patrolled, control, rings: [near, far] }) => ({
    ...{ patrolled: told(patrolled), control: told(control), rings: [told(near), told(far)] as const },
  }))
}
