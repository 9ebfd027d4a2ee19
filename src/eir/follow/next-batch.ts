import type { NoteVerifier } from '#lib/note'
import type { Client, NotNow } from '../centre-client.ts'
import { askForBatch } from './ask-centre.ts'
import type { Courier } from './courier.ts'
import type { Followed } from './fold.ts'
import type { Fault, Refused } from './judge-batch.ts'

/** The ways on which batches come. */
export type Way = 'http' | 'nats'

/** How many batches with changes came on each. */
export type Came = Readonly<Record<Way, number>>

type Options = {
  readonly call: Client
  readonly node: string | undefined
  readonly waitSeconds: number
  /** Where it is known, batches must come with the proof that they were sealed. */
  readonly ledger: NoteVerifier | undefined
  readonly courier: Courier | undefined
  /** Takes a batch that holds, and says how many changes it had; why not, when it does not. */
  readonly take: (bytes: Buffer, to: Followed) => Promise<number | Refused>
  readonly doubt: (fault: Fault, of: 'batch') => NotNow
}

/**
 * Goes on by one batch. While a courier is alive it is leaned upon, and the centre is asked now and then, without waiting: so it
 * hears where this node stands, and what nobody brought is not missed for long. Else the centre is asked, and waits for news.
 */
export function openNextBatch({ call, node, waitSeconds, ledger, courier, take, doubt }: Options) {
  const came = { http: 0, nats: 0 }
  let askedAt = Number.NEGATIVE_INFINITY
  let way: Way = 'http'

  /** Whether what was brought is dealt with; if not, the centre must be asked. */
  const takeBrought = async (bytes: Buffer, followed: Followed): Promise<boolean> => {
    const taken = await take(bytes, followed)
    if (typeof taken === 'number') {
      came.nats += Number(taken > 0)
      return true
    }
    const { fault, first } = taken
    if (first === undefined) {
      doubt(fault, 'batch')
      courier?.hush()
      return false
    }
    const isBehind = first <= followed.standing.place.no
    if (!isBehind) courier?.again()
    return isBehind
  }

  const ask = async (followed: Followed, signal: AbortSignal): Promise<'taken' | 'list-needed'> => {
    way = courier?.isAlive() ? 'nats' : 'http'
    const wait = way === 'nats' ? 0 : waitSeconds
    const asked = { node, waitSeconds: wait, sealed: ledger !== undefined }
    const bytes = await askForBatch(call, followed.standing.place, asked, signal)
    askedAt = performance.now()
    if (!bytes) return 'list-needed'
    const taken = await take(bytes, followed)
    if (typeof taken !== 'number') throw doubt(taken.fault, 'batch')
    came.http += Number(taken > 0)
    return 'taken'
  }

  return {
    came: came as Came,
    /** The way on which what is new would come first just now. */
    way: () => way,
    async next(followed: Followed, signal: AbortSignal): Promise<'taken' | 'list-needed'> {
      const isTimeToAsk = performance.now() - askedAt > waitSeconds * 1000
      const brought = isTimeToAsk ? undefined : await courier?.next(signal)
      if (brought && (await takeBrought(brought, followed))) return 'taken'
      return ask(followed, signal)
    },
  }
}
