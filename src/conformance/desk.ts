import type { Bench } from './bench.ts'
import { type Calls, openCalls } from './calls.ts'
import { isFree, pei, statusIn } from './eir.ts'
import { Broken, hold, NotTried } from './finding.ts'
import { newKey } from './gateway.ts'
import { inSeconds, inWords, isAcknowledged, isRefusal, whole } from './judge.ts'
import { block, type Measure } from './measures.ts'
import type { Answer } from './wire.ts'

/** An order that may have put something on a handset or a line. */
export type Placed = {
  readonly measure: Measure
  readonly on: string | readonly string[]
  readonly key: string
  readonly answer: Answer
}
type More = {
  readonly key?: string
  readonly until?: string
  /** Takes the first answer, also when it is only "taken". */
  readonly isOnce?: boolean
}
type Stop = Omit<Placed, 'answer'> & { isUndone: boolean }

/** Where one check works. It knows what it has put on handsets and lines, and takes it back. */
export type Desk = Pick<Calls, 'raw' | 'once' | 'order'> & {
  readonly bench: Bench
  /** A test handset that no check has used, and that the network lets in. */
  readonly handset: () => Promise<string>
  /** Puts a measure on something, whatever is answered. */
  readonly send: (measure: Measure, on: Placed['on'], more?: More) => Promise<Placed>
  /** Puts a measure on something, and fails the check unless it is acknowledged. */
  readonly place: (measure: Measure, on: Placed['on'], more?: More) => Promise<Placed>
  /** Takes back what an order put there, by its key, and fails the check unless it is acknowledged. */
  readonly undo: (placed: Omit<Placed, 'answer'>, key?: string) => Promise<Answer>
  /** The EIR's word on a handset in one form of its number. */
  readonly status: (pei: string) => Promise<string>
  /** Waits until the EIR refuses the handset, or lets it in; fails the check when that takes too long. Milliseconds. */
  readonly shows: (handset: string, wanted: 'refused' | 'let in', form?: (handset: string) => string) => Promise<number>
  /** Looks once what there is when every effect has had its time; without an EIR it says nothing. */
  readonly stays: (handset: string, wanted: 'refused' | 'let in') => Promise<void>
  /** Takes back whatever is left, and tells the bench what is not sure to be gone. */
  readonly tidy: () => Promise<void>
}

/** `isLast`: for the cleaning itself, which goes on when the run is stopped. */
export function openDesk(bench: Bench, isLast = false): Desk {
  const stops = new Map<string, Stop>()
  const { raw, once, order, call, pause, last } = openCalls(bench, isLast)

  const send: Desk['send'] = async (measure, on, { key = newKey(), until, isOnce = false } = {}) => {
    const stop = stops.get(key) ?? { measure, on, key, isUndone: false }
    stops.set(key, { ...stop, isUndone: false })
    const body = measure.body(on, until)
    const answer = await (isOnce ? once(measure.path, body, { key }) : order(measure.path, body, key))
    if (isRefusal(answer)) stops.delete(key)
    return { measure, on, key, answer }
  }
  const undo: Desk['undo'] = async ({ measure, on, key }, undoKey) => {
    const answer = await order(measure.undoPath, measure.undoBody(on, key), undoKey)
    hold(isAcknowledged(answer), `the undo (${measure.undoKind}) was answered ${inWords(answer)}`)
    const stop = stops.get(key)
    if (stop && stop.on === on) stop.isUndone = true
    return answer
  }

  const status: Desk['status'] = async (form) => {
    const { eir } = bench
    if (!eir) throw new NotTried('no EIR was named with --eir')
    return statusIn(whole(await call(() => eir.ask(`?pei=${form}`))))
  }
  const shows: Desk['shows'] = async (handset, wanted, form = pei.imei) => {
    const began = performance.now()
    for (;;) {
      const said = await status(form(handset))
      const ms = performance.now() - began
      if (isAs(said, wanted)) {
        bench.lagMs = Math.max(bench.lagMs, ms)
        return ms
      }
      hold(ms < bench.settings.withinMs, `${inSeconds(ms)} after the answer the EIR says ${said} for ${form(handset)}`)
      await pause(Math.min(100, 10 + ms))
    }
  }

  return {
    ...{ bench, raw, once, order, send, undo, status, shows },
    handset: async () => {
      for (let tries = 0; tries < 20; tries++) {
        const handset = bench.nextHandset()
        if (!bench.eir || (await status(pei.imei(handset))) !== 'BLACKLISTED') return handset
      }
      throw new NotTried('twenty test handsets one after the other are refused already')
    },
    place: async (measure, on, more) => {
      const placed = await send(measure, on, more)
      hold(isAcknowledged(placed.answer), `the order (${measure.kind}) was answered ${inWords(placed.answer)}`)
      return placed
    },
    stays: async (handset, wanted) => {
      if (!bench.eir) return
      await pause(Math.min(2 * bench.lagMs + 20, bench.settings.withinMs))
      const said = await status(pei.imei(handset))
      hold(isAs(said, wanted), `the EIR says ${said} for ${pei.imei(handset)}`)
    },
    tidy: async () => {
      await last() // what is still on its way could arrive after its own undo
      const left = [...stops.values()].filter((stop) => !stop.isUndone)
      stops.clear()
      const words = await Promise.all(left.map((stop) => takenBack(stop, { order, shows, undo })))
      bench.left.push(...words.flatMap((word) => word ?? []))
    },
  }
}

/** Undoes one stop by its name; when the handset is still refused, everything on it. Says so when it is not gone. */
async function takenBack(stop: Stop, { undo, order, shows }: Pick<Desk, 'undo' | 'order' | 'shows'>) {
  const what = `${stop.measure.kind} of ${[stop.on].flat().join(', ')}, key ${stop.key}`
  try {
    await undo(stop).catch(() => undo(stop)) // once more: a gateway may be busy just then
    if (stop.measure !== block) return undefined
    for (const handset of [stop.on].flat()) {
      if (!(await isStillRefused({ shows }, handset))) continue
      await order(stop.measure.undoPath, stop.measure.undoBody(handset))
      return `${what}: only gone after an undo of everything on it`
    }
    return undefined
  } catch (error) {
    return `${what}: ${error instanceof Error ? error.message : error}`
  }
}

/** Whether the EIR refuses a handset even when the undo has had its time. Without an EIR nobody knows. */
export const isStillRefused = ({ shows }: Pick<Desk, 'shows'>, handset: string): Promise<boolean> =>
  shows(handset, 'let in').then(
    () => false,
    (error: unknown) => error instanceof Broken,
  )

const isAs = (said: string, wanted: 'refused' | 'let in') =>
  wanted === 'refused' ? said === 'BLACKLISTED' : isFree(said)
