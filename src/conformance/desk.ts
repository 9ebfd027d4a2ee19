import type { Bench } from './bench.ts'
import { hold, NotTried } from './check.ts'
import { isFree, pei, statusIn } from './eir.ts'
import { newKey, type OrderOptions } from './gateway.ts'
import { block, type Measure } from './measures.ts'
import { type Receipt, receiptIn, takeApart } from './receipt.ts'
import { type Answer, field, retryAfterMs } from './wire.ts'

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
export type Desk = {
  readonly bench: Bench
  /** A test handset that no check has used, and that the network lets in. */
  readonly handset: () => Promise<string>
  /** Sends an order as it is and gives the first answer, whatever it is; it is sent again only where the gateway asks for that. */
  readonly raw: (path: string, body: object | string, options?: OrderOptions) => Promise<Answer>
  /** The same, when the answer is whole. */
  readonly once: (path: string, body: object | string, options?: OrderOptions) => Promise<Answer>
  /** The same, asked about again under its key while it is only taken or the gateway wants to be left alone. */
  readonly order: (path: string, body: object, key?: string) => Promise<Answer>
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
  const underWay = new Set<Promise<unknown>>()
  let isTidying = isLast
  const pause = (ms: number) => (isTidying ? new Promise<void>((done) => setTimeout(done, ms)) : bench.pause(ms))

  const call = async (send: () => Promise<Answer>): Promise<Answer> => {
    if (bench.isStopped() && !isTidying) throw new NotTried('stopped')
    const sending = send()
    underWay.add(sending)
    return sending.finally(() => underWay.delete(sending))
  }
  const raw: Desk['raw'] = async (path, body, options) => {
    const answer = await call(() => bench.gateway.order(path, body, options))
    if (!isBusy(answer)) return answer
    // Being busy is no verdict on what was sent.
    const pauseMs = retryAfterMs(answer) ?? 1000
    if (pauseMs > bench.settings.patienceMs) throw new NotTried(leftAlone(answer))
    await pause(pauseMs)
    const again = await call(() => bench.gateway.order(path, body, options))
    if (isBusy(again)) throw new NotTried(leftAlone(again))
    return again
  }
  const once: Desk['once'] = async (path, body, options) => whole(await raw(path, body, options))
  const order: Desk['order'] = async (path, body, key = newKey()) => {
    const end = performance.now() + bench.settings.patienceMs
    for (let wait = 50; ; wait = Math.min(2 * wait, 1000)) {
      const answer = await call(() => bench.gateway.order(path, body, { key }))
      const pauseMs = retryAfterMs(answer) ?? wait
      if (!isOpen(answer) || performance.now() + pauseMs > end) return whole(answer)
      await pause(pauseMs)
    }
  }

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
      isTidying = true
      // What is still on its way could arrive after its own undo.
      while (underWay.size > 0) await Promise.allSettled(underWay)
      const left = [...stops.values()].filter((stop) => !stop.isUndone)
      stops.clear()
      const words = await Promise.all(left.map((stop) => takenBack(stop, { order, status, undo })))
      isTidying = isLast
      bench.left.push(...words.flatMap((word) => word ?? []))
    },
  }
}

/** Undoes one stop by its name; when the handset is still refused, everything on it. Says so when it is not gone. */
async function takenBack(stop: Stop, { undo, order, status }: Pick<Desk, 'undo' | 'order' | 'status'>) {
  const what = `${stop.measure.kind} of ${[stop.on].flat().join(', ')}, key ${stop.key}`
  try {
    await undo(stop).catch(() => undo({ ...stop, key: stop.key }))
    if (stop.measure !== block) return undefined
    for (const handset of [stop.on].flat()) {
      if ((await status(pei.imei(handset)).catch(() => 'UNKNOWN')) !== 'BLACKLISTED') continue
      await order(stop.measure.undoPath, stop.measure.undoBody(handset))
      return `${what}: only gone after an undo of everything on it`
    }
    return undefined
  } catch (error) {
    return `${what}: ${error instanceof Error ? error.message : error}`
  }
}

const isAs = (said: string, wanted: 'refused' | 'let in') =>
  wanted === 'refused' ? said === 'BLACKLISTED' : isFree(said)

/** It wants to be left alone for a while, and says so: no word on what was sent. */
const isBusy = (answer: Answer) =>
  answer.status === 429 || (answer.status === 503 && retryAfterMs(answer) !== undefined)
const leftAlone = ({ call, status }: Answer) => `${call}: it wants to be left alone (${status})`

/** An order that is not answered for good yet. */
const isOpen = ({ status, failed }: Answer) =>
  status === 202 || status === 429 || status >= 500 || (failed !== undefined && failed !== 'larger than 64 KB')

/** 200 done, 409 already so. */
export const isAcknowledged = ({ status }: Answer): boolean => status === 200 || status === 409

/** It was not done and will not be. */
export const isRefusal = ({ status }: Answer): boolean =>
  status >= 400 && status < 500 && status !== 409 && status !== 429

/** The answer, when there is a whole one that is no redirect; else the check cannot go on, and another one is about that. */
export function whole(answer: Answer): Answer {
  const { call, failed, status } = answer
  if (failed) throw new NotTried(`${call}: no whole answer (${failed})`)
  if (status >= 300 && status < 400) throw new NotTried(`${call} was answered with a redirect (${status})`)
  return answer
}

/** The receipt in an answer, taken apart. What is wrong with its form is told by the checks on receipts. */
export function receiptOf(answer: Answer): Receipt {
  const receipt = takeApart(receiptIn(answer.json) ?? '')
  if (!receipt) throw new NotTried(`${answer.call}: the answer holds no receipt that can be read`)
  return receipt
}

/** What was answered, short: nothing of the body but its code. */
export function inWords({ status, json }: Answer): string {
  const code = field(json, 'code')
  return `${status}${typeof code === 'string' && /^\w{1,40}$/.test(code) ? ` ${code}` : ''}`
}

export const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
