import { kmApart } from '#lib/geo/countries-apart'
import type { CloneSign } from '#lib/proof'

/** One reading of a number, as an operator sent it. `by`: which network; `at` ISO 8601. */
export type Seen = { readonly by: string; readonly how: string; readonly country: string; readonly at: string }

/** An airliner, with nothing for the way to the airport: nobody is faster. */
const kmAnHour = 1000
/** Operators' clocks differ. */
const clocksMs = 600_000
const hourMs = 3_600_000

/** It was let in here: one slot of one phone is on one network at a time. */
const letIn = ['tracked-attach', 'new-sim', 'foreign-attach']
/** A SIM is changed once, perhaps back again; not three times in this time. A node tells the same handset once an hour. */
const turnsMs = 3 * hourMs
const mostTurns = 2

/** What readings of one number tell of it being on two phones. In any order. */
export function signsOfSeen(readings: readonly Seen[]): CloneSign[] {
  const sorted = readings.toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at))
  return [
    ...(isOnTwoNetworks(sorted) ? (['two-networks'] as const) : []),
    ...(isInTwoPlaces(sorted) ? (['two-places'] as const) : []),
  ]
}

function isOnTwoNetworks(sorted: readonly Seen[]): boolean {
  const admitted = sorted.filter(({ how }) => letIn.includes(how))
  const turns = admitted.filter(({ by }, at) => at > 0 && admitted[at - 1]?.by !== by).map(({ at }) => Date.parse(at))
  return turns.some((at, nth) => nth >= mostTurns && at - (turns[nth - mostTurns] ?? 0) <= turnsMs)
}

/** Of two places in a row: who cannot go from one to the next cannot have been at both. */
const isInTwoPlaces = (sorted: readonly Seen[]): boolean =>
  sorted.some((seen, at) => {
    const before = sorted[at - 1]
    if (!before) return false
    const hours = (Date.parse(seen.at) - Date.parse(before.at) + clocksMs) / hourMs
    return kmApart(before.country, seen.country) > hours * kmAnHour
  })
