/** Counts what each key did within a window and says when it was too much. In memory, per process: it sheds load and slows
 * guessing; a secret is safe without it because secrets are 256 random bits. */
export type Limit = {
  /** Counts one; answers the seconds to wait if it was one too many, otherwise 0. */
  count: (key: string) => number
  /** Seconds to wait, without counting. */
  waitFor: (key: string) => number
  forget: (key: string) => void
}

const KEYS = 10_000 // a flood of invented keys must not fill memory; the oldest are forgotten first

export function limit({ most, withinMs, clock }: { most: number; withinMs: number; clock: () => Date }): Limit {
  const windows = new Map<string, { count: number; endsAt: number }>()
  const current = (key: string) => {
    const window = windows.get(key)
    return window && window.endsAt > clock().getTime() ? window : null
  }
  const wait = (window: { endsAt: number }) => Math.max(1, Math.ceil((window.endsAt - clock().getTime()) / 1000))
  return {
    count(key) {
      const window = current(key) ?? { count: 0, endsAt: clock().getTime() + withinMs }
      window.count++
      windows.delete(key)
      windows.set(key, window)
      const [oldest] = windows.keys()
      if (windows.size > KEYS && oldest !== undefined) windows.delete(oldest)
      return window.count > most ? wait(window) : 0
    },
    waitFor(key) {
      const window = current(key)
      return window && window.count >= most ? wait(window) : 0
    },
    forget: (key) => void windows.delete(key),
  }
}
