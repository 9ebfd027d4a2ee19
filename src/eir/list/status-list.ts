import type { KeyNumber, StatusCode, StatusOf } from '#lib/imei/plane/status'
import { openLapses, type Steps } from './lapses.ts'

/** Where statuses stand: a plane that threads share, or a draft of one. */
export type Statuses = {
  readonly statusOf: StatusOf
  set(key: KeyNumber, status: StatusCode): void
  /** Whether so many more keys can be set. A draft grows. */
  hasRoom?(changes: number): boolean
}

/** What a node knows of handsets. Whoever fills it, a file or a feed, calls `set`. */
export type StatusList = {
  readonly statusOf: StatusOf
  /** The whole new state of one key. Set twice, or only the last of several: the same. */
  set(key: KeyNumber, steps: Steps): void
  /** Lets end what has ended by now. Call it at least once a second. */
  lapse(): void
  /** Goes on over other statuses that say the same: those that follow after a merge. */
  moveTo(statuses: Statuses): void
  /** How many keys are permitted, tracked and blocked: by status code. */
  readonly counts: readonly number[]
  /** Of each key that has more to it than one status for good: all that it has. */
  readonly steps: ReadonlyMap<KeyNumber, Steps>
}

/** A list over statuses of which the second argument counts how many there are by status code. */
export function openList(first: Statuses, now: () => number, counted: readonly number[] = [0, 0, 0, 0]): StatusList {
  let statuses = first
  const lapses = openLapses()
  const counts = [...counted]

  function put(key: KeyNumber, status: StatusCode) {
    const before = statuses.statusOf(key)
    if (before === status) return
    counts[before] = (counts[before] ?? 0) - 1
    counts[status] = (counts[status] ?? 0) + 1
    statuses.set(key, status)
  }

  return {
    statusOf: (key) => statuses.statusOf(key),
    counts,
    steps: lapses.known,
    set: (key, steps) => put(key, lapses.set(key, steps, now())),
    moveTo: (next) => {
      statuses = next
    },
    lapse: () => lapses.lapse(now(), put, () => statuses.hasRoom?.(1) ?? true),
  }
}
