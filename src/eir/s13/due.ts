import type { State } from './peer.ts'

/** How long a connection may do nothing that it should (ms). */
export type Limits = {
  /** Until it says who it is. */
  readonly greetingMs: number
  /** Until a message that has begun is whole. */
  readonly halfMs: number
  /** Until it has taken what waits to be sent to it. */
  readonly stuckMs: number
  /** Until it ends, once that is agreed. */
  readonly endingMs: number
  /** Without a word, until it is asked whether it is there: Tw of RFC 3539. */
  readonly watchdogMs: number
}

export const usualLimits: Limits = {
  greetingMs: 10_000,
  halfMs: 10_000,
  stuckMs: 10_000,
  endingMs: 5000,
  watchdogMs: 30_000,
}

/** When what happened last to a connection, by a clock that is never set. */
export type Times = {
  readonly openedAt: number
  heardAt: number
  /** Since when a message is not whole; since when it takes nothing; since when it is to end; when it was asked. */
  halfSince?: number | undefined
  stuckSince?: number | undefined
  endingSince?: number | undefined
  askedAt?: number | undefined
}

/** What is due for a connection: to ask whether it is there, to end it, or nothing. */
export function whatIsDue(times: Times, state: State, limits: Limits, now: number): 'ask' | 'end' | undefined {
  const isOver = (since: number | undefined, limit: number) => since !== undefined && now - since >= limit
  if (isOver(times.endingSince, limits.endingMs)) return 'end'
  if (state === 'new') return isOver(times.openedAt, limits.greetingMs) ? 'end' : undefined
  if (isOver(times.halfSince, limits.halfMs) || isOver(times.stuckSince, limits.stuckMs)) return 'end'
  if (state !== 'open' || !isOver(times.heardAt, limits.watchdogMs)) return undefined
  if (times.askedAt === undefined) return 'ask'
  // RFC 3539 section 3.4.1: once without an answer it is suspect, twice it is down.
  return isOver(times.askedAt, 2 * limits.watchdogMs) ? 'end' : undefined
}
