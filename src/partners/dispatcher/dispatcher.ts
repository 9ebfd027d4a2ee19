import { setTimeout as pause } from 'node:timers/promises'
import { type Ledger, layOutOwed } from '#ledger'
import { type KeepAnswer, withAnswer } from '../keep-answer.ts'
import { type Expected, type Receipt, type ReceiptFault, type Verdict, verifyReceipt } from '../receipts.ts'
import type { CircuitState } from './circuit.ts'
import { claim, mostInLook, type Owed, type Room, type Seen, soonMs } from './claim.ts'
import { type Fleet, type FleetOptions, openFleet } from './fleet.ts'
import type { Lane } from './lane.ts'
import { openRecorder } from './record.ts'
import { ended, isAnswer, type Result, type Settlement, settle } from './settle.ts'

// Beyond the deadline of the call itself. Who takes longer is overtaken by another dispatcher, under the same key.
const timeToRecordMs = 10_000

/** What a dispatcher reports as it goes: for metrics. */
export type Watch = {
  readonly called: (partner: string, kind: string, outcome: Result['outcome'], ms: number) => void
  readonly answered: (partner: string, kind: string, state: string) => void
  readonly receiptInvalid: (partner: string, fault: ReceiptFault) => void
  readonly circuit: (partner: string, state: CircuitState) => void
}

export type DispatcherOptions = FleetOptions & {
  readonly ledger: Pick<Ledger, 'append'>
  readonly watch: Watch
  /** Names this dispatcher in its claims: different for each process. */
  readonly name: string
  /** Puts in, for the time of one call, the personal data that the input refers to. */
  readonly reveal: (action: Owed) => Promise<unknown>
  /** Keeps what a partner told with its receipt, and says where. */
  readonly keepAnswer: KeepAnswer
  readonly pollMs?: number
}

/**
 * Carries what is owed to the partners. It lives from `start` to `stop`; several may run at once, in any number of
 * processes. No transaction is open while a partner is being waited for.
 */
export class Dispatcher {
  readonly #options: DispatcherOptions
  readonly #recorder: ReturnType<typeof openRecorder>
  readonly #carried = new Set<Promise<void>>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #fleet: Fleet | undefined
  #deaf: (() => Promise<void>)[] = []
  #asked = false
  #pumping: Promise<void> | undefined
  #stopped = false

  constructor(options: DispatcherOptions) {
    this.#options = options
    this.#recorder = openRecorder({
      db: options.database.pool,
      ledger: options.ledger,
      by: options.name,
      recorded: (batch) => this.#recorded(batch),
      failed: (error, { action }) =>
        options.log.error({ error, action: action.id, partner: action.partner }, 'outcome not recorded'),
    })
  }

  async start(): Promise<void> {
    const { database, pollMs = 1_000 } = this.#options
    this.#fleet = await openFleet(this.#options)
    this.#deaf = [
      await database.listen('action', () => this.wake()),
      await database.listen('partner', () => void this.#fleet?.refresh().then(() => this.wake())),
    ]
    const poll = setInterval(() => this.wake(), pollMs)
    this.#timers.add(poll)
    this.wake()
  }

  /** Looks for work now. Waking it while it looks makes it look once more. */
  wake(): void {
    this.#asked = true
    if (!this.#stopped) this.#pumping ??= this.#pump()
  }

  /** Takes no more, waits for the calls under way (each has its deadline) and records what they came to. */
  async stop(): Promise<void> {
    this.#stopped = true
    for (const timer of this.#timers) clearTimeout(timer)
    await Promise.all(this.#deaf.map((stop) => stop()))
    await this.#pumping
    await Promise.all(this.#carried)
    await this.#recorder.settled()
    await this.#fleet?.close()
  }

  async #pump(): Promise<void> {
    while (this.#asked && !this.#stopped) {
      this.#asked = false
      try {
        await this.#look()
      } catch (error) {
        this.#options.log.error({ error }, 'dispatcher could not look for work; it looks again with the next poll')
        await pause(200)
      }
    }
    this.#pumping = undefined
  }

  async #look(): Promise<void> {
    const { database, name, now } = this.#options
    if ((await layOutOwed(database.pool)) > 0) this.#asked = true // it lays out so many events at a time
    const nowMs = now().getTime()
    const rooms = (this.#fleet?.lanes() ?? []).map((lane) => roomIn(lane, nowMs)).filter(({ free }) => free > 0)
    if (rooms.length === 0) return
    const seen = await claim(database.pool, rooms, name)
    for (const action of seen) this.#begin(action)
    // What needed no call took no room, and one look takes only so many: there may be more behind.
    if (seen.length >= mostInLook || seen.some(({ fate }) => fate !== 'send')) this.#asked = true
  }

  #begin({ fate, ...action }: Seen): void {
    if (fate === 'held') this.#wakeIn(soonMs)
    else if (fate === 'send') this.#send(action)
    else this.#recorder.add(ended(action, fate))
  }

  #send(action: Owed): void {
    const lane = this.#fleet?.lane(action.partner)
    if (!lane) return // taken out of service since the claim; the claim ends by itself
    const carried = this.#carry(lane, action)
      // A bug of ours: its claim ends and it is sent again under the same key.
      .catch((error) => this.#options.log.error({ error, action: action.id, partner: action.partner }, 'not settled'))
      .finally(() => this.#carried.delete(carried))
    this.#carried.add(carried)
  }

  async #carry(lane: Lane, action: Owed): Promise<void> {
    const { now, random, watch, reveal } = this.#options
    const began = performance.now()
    const result = await lane.carry(action, () => reveal(action))
    const verdict = await this.#judge(action, result, lane)
    watch.called(action.partner, action.kind, result.outcome, performance.now() - began)
    this.#turnCircuit(lane, result)
    this.#recorder.add(settle(action, result, verdict, now().getTime(), random))
    this.wake()
  }

  async #judge(action: Owed, result: Result, { unsigned, partner }: Lane): Promise<Verdict | undefined> {
    if (result.outcome !== 'acknowledged' && result.outcome !== 'rejected') return undefined
    const expected = { action: action.id, partner: action.partner, kind: action.kind }
    if (unsigned) return { ok: true, receipt: gatewayWord(expected, result, this.#options.now()) }
    const told = result.outcome === 'acknowledged' ? result.answer : undefined
    const verdict = await verifyReceipt(result.receipt, expected, partner.keys, this.#options.now(), told)
    if (!verdict.ok) this.#options.watch.receiptInvalid(action.partner, verdict.fault)
    if (!verdict.ok && verdict.fault === 'unknown-key') void this.#fleet?.refresh()
    return verdict.ok
      ? { ok: true, receipt: await withAnswer(action, verdict.receipt, told, this.#options.keepAnswer) }
      : verdict
  }

  #turnCircuit({ circuit, partner }: Lane, result: Result): void {
    const { now, watch } = this.#options
    const nowMs = now().getTime()
    if (result.outcome === 'retry') circuit.failed(nowMs, result.afterSeconds * 1000)
    else if (result.outcome !== 'fault' && result.outcome !== 'impossible') circuit.worked()
    const state = circuit.state(nowMs)
    watch.circuit(partner.slug, state)
    if (state === 'open') this.#wakeIn(circuit.opensAt() - nowMs)
  }

  #recorded(batch: readonly Settlement[]): void {
    const { log, watch } = this.#options
    for (const one of batch) {
      const { id, partner, kind, stream, attempts } = one.action
      const state = isAnswer(one) ? one.state : 'owed'
      const error = (isAnswer(one) ? one.error : one.error) ?? undefined
      log.info({ action: id, partner, kind, owedBy: stream, attempts, state, error }, 'action')
      if (isAnswer(one)) watch.answered(partner, kind, state)
      else if (one.waitMs !== 'signal') this.#wakeIn(one.waitMs)
    }
    this.wake() // what waited for these may go
  }

  #wakeIn(ms: number): void {
    if (this.#stopped || ms > 60_000) return // further off: the poll finds it
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      this.wake()
    }, ms + 2)
    this.#timers.add(timer)
  }
}

/** What a gateway that signs nothing said, with our own clock. */
const gatewayWord = (expected: Expected, result: Answered, now: Date): Receipt => ({
  ...{ ...expected, at: now.getTime(), kid: undefined, jws: undefined },
  outcome: result.outcome === 'acknowledged' ? 'acknowledged' : 'refused',
  code: result.outcome === 'rejected' ? result.code : undefined,
  ...(result.outcome === 'acknowledged' && result.awaited && { awaited: true }),
})
type Answered = Extract<Result, { outcome: 'acknowledged' | 'rejected' }>

const roomIn = ({ partner, free }: Lane, nowMs: number): Room => ({
  partner: partner.slug,
  free: free(nowMs),
  leaseMs: partner.timeoutMs + timeToRecordMs,
})
