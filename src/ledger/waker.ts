import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'

/** The first append wakes at once; under load the next wake-up waits this long and speaks for all since. */
const gapMs = 16

/**
 * Tells the sealer and the dispatcher that there is work. Sent after the commit and at most one at a time, not inside it:
 * NOTIFY holds one lock for the whole server until its commit is on disk, so notifying appends would flush one by one.
 * A wake-up lost to a crash costs only their next poll.
 */
export function waker(pool: pg.Pool, channels: readonly string[]) {
  const text = `select ${channels.map((channel) => `pg_notify('${channel}', '')`).join(', ')}`
  let asked = false
  let running: Promise<void> | undefined

  const drain = async () => {
    while (asked) {
      asked = false
      await pool.query(text).catch(() => undefined) // the next poll finds the work
      await pause(gapMs)
    }
    running = undefined
  }

  return {
    soon: () => {
      asked = true
      running ??= drain()
    },
    settled: async () => {
      while (running) await running
    },
  }
}
