import type { Log } from '#platform/log'
import type { Client } from '../centre-client.ts'
import type { Loaded, Source } from '../list/source.ts'
import type { StatusList } from '../list/status-list.ts'
import { type Agreed, openAgreement } from './agree.ts'
import { askForBatch, askForList } from './ask-centre.ts'
import { type Current, openFollowed } from './followed-list.ts'
import type { Expected, Fault } from './judge-batch.ts'
import type { KeptList } from './kept-list.ts'
import { patiently } from './patiently.ts'

type Options = {
  readonly call: Client
  readonly kept: KeptList
  readonly expected: Expected
  /** Tells several nodes of one operator apart. */
  readonly node: string | undefined
  readonly openList: () => StatusList
  readonly say: Log
  /** Seconds that the centre may wait for news. */
  readonly waitSeconds?: number
  readonly firstWaitMs?: number
  /** How often the whole list is compared with the centre's. */
  readonly agreeEveryMs?: number
  readonly now?: () => number
}

/** What a feed shows of itself. */
export type FeedShown = {
  /** How far it is. */
  readonly no: () => number
  /** How often it was told something that cannot be believed. */
  readonly faults: ReadonlyMap<Fault, number>
  /** What came of comparing the whole list with the centre's; undefined until it was compared. */
  readonly agreed: () => Agreed | undefined
}

/** So many bytes of batches are read again at a start; then a whole list takes their place. */
const mostBatchBytes = 64 * 1024 * 1024

/** The list as the centre's feed tells it (docs/guide/feed.md): from disk at the start, then batch by batch for ever. */
export function feedSource(options: Options): Source & { readonly feed: FeedShown } {
  const { call, kept, node, say, waitSeconds = 25, firstWaitMs = 1000 } = options
  const { agreeEveryMs = 3_600_000, now = Date.now } = options
  const patience = { say, firstWaitMs }
  const followed = openFollowed(options)
  let isListNeeded = false
  const agreement = openAgreement({
    ...{ call, node, say, now, everyMs: agreeEveryMs },
    standing: () => numbered(followed.current()),
    mend: () => {
      isListNeeded = true
    },
  })

  const wholeList = async (signal: AbortSignal) => {
    await followed.takeList(await askForList(call, signal))
    isListNeeded = false
    agreement.afterList()
  }

  const nextBatch = async (signal: AbortSignal): Promise<'taken' | 'list-needed'> => {
    const current = followed.current()
    if (!current || isListNeeded || kept.size() > mostBatchBytes) return 'list-needed'
    const bytes = await askForBatch(call, current.standing.place, { node, waitSeconds }, signal)
    if (!bytes) return 'list-needed'
    await followed.takeBatch(bytes, current)
    return 'taken'
  }

  const loaded = (): Loaded => {
    const current = followed.current()
    if (!current) throw new Error('There is no list yet.')
    return {
      list: current.list,
      get asOf() {
        return followed.current()?.standing.at ?? Number.NaN
      },
    }
  }

  return {
    feed: {
      no: () => numbered(followed.current())?.no ?? 0,
      faults: followed.faults,
      agreed: agreement.shown,
    },
    async load(signal) {
      if (followed.current()) await wholeList(signal)
      else await followed.restore()
      await patiently(patience, signal, async () => followed.current() ?? wholeList(signal))
      return followed.current() ? loaded() : { list: options.openList(), asOf: Number.NaN } // stopped before there was one
    },
    async follow(use, signal) {
      const comparing = agreement.run(signal)
      while (!signal.aborted)
        await patiently(patience, signal, async () => {
          if ((await nextBatch(signal)) === 'taken') return
          await wholeList(signal)
          use(loaded())
        })
      await comparing
    },
  }
}

const numbered = (current: Current | undefined) => current && { no: current.standing.place.no, list: current.list }
