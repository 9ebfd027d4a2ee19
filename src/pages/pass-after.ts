import type { Pass } from '#http'
import { lapseOf, levelOf, type Means } from '#lib/proof'
import type { Taken } from '#modules/reports/public'

/** The code of this very browser, for whoever reported here first and now shows more. */
export const ownCode = (held: Pass | undefined) =>
  held?.access !== undefined && !held.joined ? { case: held.case, access: held.access } : undefined

/**
 * The pass after a report. Whoever is the first to show more than a number gets a code of their own; whoever picks up a card and uses it
 * later joins the case, and is shown no code for it.
 */
export function passAfter(
  held: Pass | undefined,
  { case: theft, joined, report, first }: Exclude<Taken, { refused: string }>,
  means: Means,
  now: Date,
): Pass {
  const lapses = levelOf(means) > 0 ? lapseOf(means, now.toISOString()) : undefined
  const shown = lapses === undefined ? {} : { shown: lapses }
  const isFirst = lapses !== undefined && first
  const isOwn = !held?.joined && (held?.access !== undefined || isFirst)
  if (held?.case === theft && (isOwn || lapses === undefined)) return { ...held, ...shown }
  const added = { ...(report && { report }), ...(joined && !isFirst && { joined }) }
  return { case: theft, as: 'reporter', ...shown, ...added }
}

/** Whoever showed more than a number where somebody had done so before: they have no code. */
export const isAdded = ({ joined, shown }: Pass): boolean => joined === true && shown !== undefined
