import { type KeyNumber, type StatusCode, type StatusOf, statuses } from '#lib/imei/plane/status'
import { openLapses, type Steps } from './lapses.ts'

/** Where statuses are kept: the plane of lib/imei, or a plain map for a short list. */
export type Plane = {
  readonly statusOf: StatusOf
  set(key: KeyNumber, status: StatusCode): void
  /** A copy of all keys that have a status, in any order. */
  keys(): Float64Array
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
  /**
   * All that is listed, by key, ascending: also what has ended, until that is forgotten. Keys are those of the moment of the first
   * look, their steps those of the moment at which they come: what is set meanwhile may be seen or not, all else is as it was.
   */
  each(): Iterable<readonly [KeyNumber, Steps]>
  /** Keys that ended at or before this moment may be missing from `each`; undefined when nothing is forgotten. */
  readonly forgotten: () => number | undefined
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
    *each() {
      const ended = [...lapses.keys()].filter((key) => plane.statusOf(key) === 0)
      for (const key of inOrder(plane.keys(), ended)) {
        const steps = lapses.stepsOf(key) ?? stepsOf(plane.statusOf(key))
        if (steps.length > 0) yield [key, steps] as const
      }
    },
    forgotten: lapses.forgotten,
    counts,
    set: (key, steps) => put(key, lapses.set(key, steps, now())),
    moveTo: (next) => {
      plane = next
    },
    lapse: () => lapses.lapse(now(), put),
  }
}

/** For good. */
function stepsOf(code: StatusCode): Steps {
  const status = statuses[code]
  return status === undefined || status === 'unknown' ? [] : [{ status }]
}

function inOrder(some: Float64Array, others: readonly KeyNumber[]): Float64Array {
  const all = new Float64Array(some.length + others.length)
  all.set(some)
  all.set(others, some.length)
  return all.sort()
}
