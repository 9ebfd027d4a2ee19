import type { Holds } from '#lib/feed/holds'
import type { Log } from '#platform/log'
import { type Client, NotNow } from '../centre-client.ts'
import type { Loaded, Source } from '../list/source.ts'
import type { StatusList } from '../list/status-list.ts'
import { askForBatch, askForList } from './ask-centre.ts'
import { type Expected, type Fault, judgeBatch } from './judge-batch.ts'
import type { KeptList, Put, Standing } from './kept-list.ts'
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
}

/** What a feed shows of itself: how far it is, and how often it was told something that cannot be believed. */
export type FeedShown = { readonly no: () => number; readonly faults: ReadonlyMap<Fault, number> }

/** So many bytes of batches are read again at a start; then a whole list takes their place. */
const mostBatchBytes = 64 * 1024 * 1024

/** The list as the centre's feed tells it (docs/guide/feed.md): from disk at the start, then batch by batch for ever. */
export function feedSource(options: Options): Source & { readonly feed: FeedShown } {
  const { call, kept, expected, node, openList, say, waitSeconds = 25, firstWaitMs = 1000 } = options
  const patience = { say, firstWaitMs }
  const faults = new Map<Fault, number>()
  let current: { readonly list: StatusList; standing: Standing } | undefined

  /** Nothing of it is taken, what we have goes on, and somebody must look. */
  const doubt = (fault: Fault, of: 'batch' | 'list' | 'file') => {
    faults.set(fault, (faults.get(fault) ?? 0) + 1)
    say.error(
      { fault, of, after: current?.standing.place.no ?? 0 },
      'the feed cannot be believed: nothing of it is taken',
    )
    return new NotNow(`a ${of} that cannot be believed: ${fault}`)
  }

  const wholeList = async (signal: AbortSignal) => {
    const list = openList()
    const standing = await kept.replace(await askForList(call, signal), putInto(list))
    if ('fault' in standing) throw doubt(standing.fault, 'list')
    say.info({ no: standing.place.no }, 'a whole list is taken')
    current = { list, standing }
  }

  const nextBatch = async (signal: AbortSignal): Promise<'taken' | 'list-needed'> => {
    if (!current) return 'list-needed'
    const bytes = await askForBatch(call, current.standing.place, { node, waitSeconds }, signal)
    if (!bytes) return 'list-needed'
    const batch = judgeBatch(bytes, expected, current.standing.place)
    if ('fault' in batch) throw doubt(batch.fault, 'batch')
    if (batch.changes.length > 0) await kept.add(bytes)
    for (const { key, holds } of batch.changes) putInto(current.list)(key, holds)
    current.standing = { place: batch.place, at: batch.at }
    return kept.size() > mostBatchBytes ? 'list-needed' : 'taken'
  }

  const restored = async () => {
    const list = openList()
    const standing = await kept.restore(putInto(list))
    if (!standing) return
    if ('fault' in standing) doubt(standing.fault, 'file')
    else current = { list, standing }
  }

  const loaded = (): Loaded => {
    if (!current) throw new Error('There is no list yet.')
    const { list } = current
    return {
      list,
      get asOf() {
        return current?.standing.at ?? Number.NaN
      },
    }
  }

  return {
    feed: { no: () => current?.standing.place.no ?? 0, faults },
    async load(signal) {
      if (current) await wholeList(signal)
      else await restored()
      await patiently(patience, signal, async () => current ?? wholeList(signal))
      return current ? loaded() : { list: openList(), asOf: Number.NaN } // stopped before there was one
    },
    async follow(use, signal) {
      while (!signal.aborted)
        await patiently(patience, signal, async () => {
          if ((await nextBatch(signal)) === 'taken') return
          await wholeList(signal)
          use(loaded())
        })
    },
  }
}

const putInto =
  (list: StatusList): Put =>
  (key: string, holds: Holds) =>
    list.set(Number(key), holds)
