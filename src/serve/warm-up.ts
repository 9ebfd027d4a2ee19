import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { describeFault } from '#http'
import type { Log } from '#platform/log'

export type WarmUp = {
  readonly log: Pick<Log, 'info' | 'warn'>
  readonly signal: AbortSignal
  /** Waits a moment, and says whether the server was busy in it. */
  readonly wasBusy?: (signal: AbortSignal) => Promise<boolean>
}

/**
 * Takes one step after another of what a first visitor would else wait for. Whoever is served comes first: each step waits for a
 * moment in which there was little to do. What fails here is done by whoever asks first, as if there were no warming.
 */
export async function warmUp(
  steps: AsyncIterable<string>,
  { log, signal, wasBusy = workedHalf }: WarmUp,
): Promise<void> {
  const idle = async () => {
    while (await wasBusy(signal));
  }
  try {
    await idle()
    for await (const _ of steps) await idle()
    log.info('the map is warm')
  } catch (error) {
    if (!signal.aborted) log.warn({ fault: describeFault(error) }, 'not warm: the first visitor waits instead')
  }
}

const momentMs = 100

async function workedHalf(signal: AbortSignal): Promise<boolean> {
  const before = performance.eventLoopUtilization()
  await pause(momentMs, undefined, { signal })
  return performance.eventLoopUtilization(performance.eventLoopUtilization(), before).utilization > 0.5
}
