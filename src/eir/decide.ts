import { isDummyNumber } from '#lib/imei/dummy'
import type { KeyNumber, StatusCode, StatusOf } from '#lib/imei/plane/status'

const permitted: StatusCode = 1

/** What an answer follows from. All of it is in memory. */
export type Rules = {
  /** The handset's own status. */
  readonly statusOf: StatusOf
  /** Whether this subscriber may use this handset, whatever else is said of it: a clone's honest owner. */
  readonly isPaired: (key: KeyNumber, supi: string) => boolean
  /** What holds for every handset of a model, or of a range of numbers within one. */
  readonly tacStatusOf: (tac: number, key: KeyNumber) => StatusCode
  /** What holds for a handset that nothing is known of. Never blocked. */
  readonly unknown: 0 | 1
}

/** The status of a handset for one subscriber. The first row that says something counts (docs/adr/0018). */
export function decide(key: KeyNumber, supi: string, rules: Rules): StatusCode {
  const listed = rules.statusOf(key)
  // A test number is on thousands of handsets: an operator may permit it for its own tests, nobody can block it.
  if (isDummyNumber(key)) return listed === permitted ? permitted : rules.unknown
  if (rules.isPaired(key, supi)) return permitted
  return listed || rules.tacStatusOf(Math.floor(key / 1e6), key) || rules.unknown
}
