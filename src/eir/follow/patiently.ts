import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '#platform/log'
import { NotNow } from '../centre-client.ts'

const mostWaitMs = 30_000

/** Does `work` until it works, or until stopped; waits longer each time, and as long as it is told to. */
export async function patiently(
  { say, firstWaitMs }: { readonly say: Log; readonly firstWaitMs: number },
  signal: AbortSignal,
  work: () => Promise<unknown>,
): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      await work()
      return
    } catch (error) {
      if (signal.aborted) return
      const { message, waitMs } = error instanceof NotNow ? error : new NotNow(`no whole answer: ${String(error)}`)
      if (tries === 0) say.warn({ why: message }, 'the feed does not go on; the list that is there counts')
      const jittered = (0.5 + Math.random() / 2) * Math.min(mostWaitMs, firstWaitMs * 2 ** Math.min(tries, 10))
      await pause(Math.max(waitMs, jittered), undefined, { signal }).catch(() => undefined)
    }
  }
}
