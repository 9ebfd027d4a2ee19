import type { KeyNumber, Status, StatusCode } from '#lib/imei/plane/status'
import { openHeap } from './heap.ts'

/** One status of a handset and, when it is not for good, the moment from which it no longer holds (ms since 1970). */
export type Step = { readonly status: Exclude<Status, 'unknown'>; readonly until?: number }

/** The whole state of one key: the first step that has not ended counts. None: nothing is listed. */
export type Steps = readonly Step[]

const codes: Readonly<Record<Status, StatusCode>> = { unknown: 0, permitted: 1, tracked: 2, blocked: 3 }

/** What holds of these steps at a moment. */
export const statusAt = (steps: Steps, at: number): StatusCode => codes[stepAt(steps, at)?.status ?? 'unknown']

const stepAt = (steps: Steps, at: number) => steps.find(({ until }) => until === undefined || at < until)

type Apply = (key: KeyNumber, status: StatusCode) => void

/**
 * Keys whose status has an end, in the order of their ends. It has no clock of its own: it is told the time, which may jump.
 * After a jump back what had ended too early holds again, so nothing is forgotten that its teller has not taken back: the
 * other side, too, knows of it as long as that.
 */
export function openLapses() {
  const known = new Map<KeyNumber, Steps>()
  const coming = openHeap<{ key: KeyNumber; steps: Steps }>()
  /** The latest moment at which something had ended. */
  let passed = Number.NEGATIVE_INFINITY

  /** A newer state of a key makes the older one void wherever it still stands. */
  const isVoid = ({ key, steps }: { key: KeyNumber; steps: Steps }) => known.get(key) !== steps

  function place(key: KeyNumber, steps: Steps, at: number): StatusCode {
    const step = stepAt(steps, at)
    if (step?.until !== undefined) coming.add(step.until, { key, steps })
    if (step !== steps[0]) passed = Math.max(passed, at)
    return statusAt(steps, at)
  }

  /** The clock went back behind an end: everything is due to be looked at again, before anything else. */
  function again() {
    coming.clear()
    passed = Number.NEGATIVE_INFINITY
    for (const [key, steps] of known) coming.add(Number.NEGATIVE_INFINITY, { key, steps })
  }

  return {
    /** What was set, of each key that has more to it than one status for good. */
    known: known as ReadonlyMap<KeyNumber, Steps>,
    /** Takes the whole new state of a key, and says what holds now. */
    set(key: KeyNumber, steps: Steps, at: number): StatusCode {
      if (steps.length === 0 || (steps.length === 1 && steps[0]?.until === undefined)) {
        known.delete(key)
        return statusAt(steps, at)
      }
      known.set(key, steps)
      if (coming.size() > 2 * known.size + 1000) coming.keep((one) => !isVoid(one))
      return place(key, steps, at)
    },
    /** Applies what follows from the time being `at`, as long as `mayGoOn`; the rest waits for the next call. */
    lapse(at: number, apply: Apply, mayGoOn: () => boolean = () => true): void {
      if (at < passed) again()
      while (coming.firstAt() <= at && mayGoOn()) {
        const one = coming.take()
        if (one && !isVoid(one)) apply(one.key, place(one.key, one.steps, at))
      }
    },
  }
}
