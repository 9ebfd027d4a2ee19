import type { KeyNumber, StatusCode, StatusOf } from '#lib/imei/plane/status'
import { openLapses, type Steps } from './lapses.ts'

/** Where statuses are kept: the plane of lib/imei, or a plain map for a short list. */
export type Plane = {
  readonly statusOf: StatusOf
  set(key: KeyNumber, status: StatusCode): void
}

/** What a node knows of handsets. Whoever fills it, a file or a feed, calls `set`. */
export type StatusList = {
  readonly statusOf: StatusOf
  /** The whole new state of one key. Set twice, or only the last of several: the same. */
  set(key: KeyNumber, steps: Steps): void
  /** Lets end what has ended by now. Call it at least once a second. */
  lapse(): void
  /** Goes on over another plane that says the same: the one that follows after a merge. */
  moveTo(plane: Plane): void
  /** How many keys are permitted, tracked and blocked: by status code. */
  readonly counts: readonly number[]
}

/** A list without an entry over an empty plane. */
export function openList(first: Plane, now: () => number): StatusList {
  let plane = first
  const lapses = openLapses()
  const counts = [0, 0, 0, 0]

  function put(key: KeyNumber, status: StatusCode) {
    const before = plane.statusOf(key)
    if (before === status) return
    counts[before] = (counts[before] ?? 0) - 1
    counts[status] = (counts[status] ?? 0) + 1
    plane.set(key, status)
  }

  return {
    statusOf: (key) => plane.statusOf(key),
    counts,
    set: (key, steps) => put(key, lapses.set(key, steps, now())),
    moveTo: (next) => {
      plane = next
    },
    lapse: () => lapses.lapse(now(), put),
  }
}
