import { problem, type RouteContext, thrown } from '#http'
import type { Source } from './look.ts'

/**
 * Reports come one at a time, with day and square: two looks apart give one victim's, perhaps their home. So only those see them
 * whose permission reaches the records of all (the police); councils and press offices see what is published.
 */
export const seesReports = ({ reach }: Pick<RouteContext, 'reach'>): boolean => reach === 'all'

/** Ends what was asked for where the source is not for the caller. */
export function demandSource(source: Source, context: Pick<RouteContext, 'reach'>): void {
  if (source === 'reports' && !seesReports(context)) throw thrown(problem('only-published'))
}
