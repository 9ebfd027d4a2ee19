/** What is known of a task when it is ranked. Times are ms since 1970. */
export type Ranked = {
  readonly task: string
  /** Phones: how many more than usual are taken, or can be found, while it stands. */
  readonly stake: number
  readonly confidence: number
  readonly raisedAt: number
  readonly until: number
}

/**
 * Phones at stake: as many more than usual as came in `overMs`, if it goes on so for as long as the task stands, and never for longer
 * than it has gone on. What is a count of phones that are there now, and no rate, comes with `overMs` as long as the task.
 */
export const stakeOf = (counted: number, usual: number, times: { readonly overMs: number; readonly lastsMs: number }) =>
  Math.max(0, counted - usual) * Math.min(1, times.lastsMs / times.overMs)

/**
 * How often the same sort of intelligence was right, from what came of it: the rule of succession (Laplace 1814), (right + 1) /
 * (right + wrong + 2). Of what nobody has judged yet a half: unknown is neither trusted nor hidden.
 */
export const confidenceOf = ({ right, wrong }: { readonly right: number; readonly wrong: number }): number =>
  (right + 1) / (right + wrong + 2)

/** What is left of a task's time: 1 as it is raised, 0 as it ends. */
export const freshnessOf = ({ raisedAt, until }: Pick<Ranked, 'raisedAt' | 'until'>, now: number): number =>
  until > raisedAt ? Math.min(1, Math.max(0, (until - now) / (until - raisedAt))) : 0

/** What a task is worth, in phones: those at stake, as far as the intelligence can be trusted, for as long as is left of it. */
export const worthOf = (task: Ranked, now: number): number => task.stake * task.confidence * freshnessOf(task, now)

/** The tasks that still stand, those that are worth most first; of equal ones the newest, then by name, so that no order is luck. */
export function rankTasks<One extends Ranked>(
  tasks: readonly One[],
  now: number,
): (One & { readonly worth: number })[] {
  return tasks
    .filter(({ until }) => until > now)
    .map((task) => ({ ...task, worth: worthOf(task, now) }))
    .sort((a, b) => b.worth - a.worth || b.raisedAt - a.raisedAt || (a.task < b.task ? -1 : 1))
}
