import { setTimeout as sleep } from 'node:timers/promises'
import type { Bench } from './bench.ts'
import { NotTried } from './finding.ts'
import { newKey, type OrderOptions } from './gateway.ts'
import { isBusy, isOpen, leftAlone, whole } from './judge.ts'
import { type Answer, retryAfterMs } from './wire.ts'

/** How one check calls the gateway and the EIR: not at all once the run is stopped, but for taking back what it ordered. */
export type Calls = {
  /** Sends an order as it is and gives the first answer, whatever it is; it is sent again only where the gateway asks for that. */
  readonly raw: (path: string, body: object | string, options?: OrderOptions) => Promise<Answer>
  /** The same, when the answer is whole. */
  readonly once: (path: string, body: object | string, options?: OrderOptions) => Promise<Answer>
  /** The same, asked about again under its key while it is only taken or the gateway wants to be left alone. */
  readonly order: (path: string, body: object, key?: string) => Promise<Answer>
  readonly call: (send: () => Promise<Answer>) => Promise<Answer>
  readonly pause: (ms: number) => Promise<void>
  /** Waits for what is still under way; from then on calls are made also when the run is stopped. */
  readonly last: () => Promise<void>
}

export function openCalls({ gateway, settings, pause: pauseOfRun, isStopped }: Bench, isLast: boolean): Calls {
  const underWay = new Set<Promise<unknown>>()
  let goesOn = isLast
  const pause = async (ms: number) => void (await (goesOn ? sleep(ms) : pauseOfRun(ms)))

  const call: Calls['call'] = async (send) => {
    if (isStopped() && !goesOn) throw new NotTried('stopped')
    const sending = send()
    underWay.add(sending)
    return sending.finally(() => underWay.delete(sending))
  }
  const raw: Calls['raw'] = async (path, body, options) => {
    const answer = await call(() => gateway.order(path, body, options))
    if (!isBusy(answer)) return answer
    // Being busy is no verdict on what was sent.
    const pauseMs = retryAfterMs(answer) ?? 1000
    if (pauseMs > settings.patienceMs) throw new NotTried(leftAlone(answer))
    await pause(pauseMs)
    const again = await call(() => gateway.order(path, body, options))
    if (isBusy(again)) throw new NotTried(leftAlone(again))
    return again
  }
  const order: Calls['order'] = async (path, body, key = newKey()) => {
    const end = performance.now() + settings.patienceMs
    for (let wait = 50; ; wait = Math.min(2 * wait, 1000)) {
      const answer = await call(() => gateway.order(path, body, { key }))
      const pauseMs = retryAfterMs(answer) ?? wait
      if (!isOpen(answer) || performance.now() + pauseMs > end) return whole(answer)
      await pause(pauseMs)
    }
  }
  return {
    ...{ raw, order, call, pause },
    once: async (path, body, options) => whole(await raw(path, body, options)),
    last: async () => {
      goesOn = true
      while (underWay.size > 0) await Promise.allSettled(underWay)
    },
  }
}
