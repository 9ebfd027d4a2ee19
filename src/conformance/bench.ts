import { setTimeout as sleep } from 'node:timers/promises'
import { type Eir, openEir } from './eir.ts'
import { NotTried } from './finding.ts'
import { type Gateway, openGateway } from './gateway.ts'
import { openHttp2Wire } from './http2-wire.ts'
import type { Settings } from './settings.ts'
import { type Answer, openWire } from './wire.ts'

/** What all checks of one run share. */
export type Bench = {
  readonly settings: Settings
  readonly gateway: Gateway
  /** A second connection to it, that nobody else uses. */
  readonly apart: (path: string) => Promise<Answer>
  readonly eir: Eir | undefined
  /** Every answer that came, of the gateway and the EIR. */
  readonly traffic: readonly Answer[]
  /** The key set as it was read; undefined when it was no JSON. */
  readonly keySet: unknown
  /** The next test handset, 14 digits. */
  readonly nextHandset: () => string
  readonly handsets: readonly string[]
  /** What could not be taken back, a sentence each. */
  readonly left: string[]
  /** How long an effect has taken to show at the EIR, at the longest, so far. */
  lagMs: number
  /** How far the gateway's clock is ahead of ours, by its first receipt. */
  clockAheadMs: number
  /** Makes a thing once that several checks look at. */
  readonly once: <Thing>(name: string, make: () => Promise<Thing>) => Promise<Thing>
  /** Waits; ends at once, as not tried, when the run is stopped. */
  readonly pause: (ms: number) => Promise<void>
  readonly isStopped: () => boolean
  readonly close: () => void
}

export function openBench(settings: Settings, keySet: unknown, signal: AbortSignal): Bench {
  const { url, eir, eirHttp2, timeoutMs: deadlineMs, imeiTac } = settings
  const traffic: Answer[] = []
  const record = (answer: Answer) => void traffic.push(answer)
  const wire = openWire({ baseUrl: url, deadlineMs, record })
  const second = openWire({ baseUrl: url, deadlineMs, record })
  const eirWire =
    eir === undefined ? undefined : (eirHttp2 ? openHttp2Wire : openWire)({ baseUrl: eir, deadlineMs, record })
  const handsets: string[] = []
  const things = new Map<string, Promise<unknown>>()
  return {
    ...{ settings, traffic, keySet, handsets, left: [], lagMs: 0, clockAheadMs: 0 },
    gateway: openGateway(settings, wire),
    apart: second.send,
    eir: eirWire && openEir(eirWire),
    nextHandset: () => {
      const room = 14 - imeiTac.length
      if (handsets.length >= 10 ** room)
        throw new NotTried('there are no more test handsets: give a shorter --imei-tac')
      const handset = imeiTac + String(handsets.length).padStart(room, '0')
      handsets.push(handset)
      return handset
    },
    once: <Thing>(name: string, make: () => Promise<Thing>) => {
      const thing = things.get(name) ?? make()
      things.set(name, thing)
      return thing as Promise<Thing>
    },
    pause: async (ms) => {
      await sleep(ms, undefined, { signal }).catch(() => {
        throw new NotTried('stopped')
      })
    },
    isStopped: () => signal.aborted,
    close: () => {
      for (const one of [wire, second, eirWire]) one?.close()
    },
  }
}
