import { setTimeout as pause } from 'node:timers/promises'
import type { Holds } from '#lib/feed/holds'
import type { Log } from '#platform/log'
import { type Client, NotNow, notNow } from '../centre-client.ts'
import type { Loaded, Source } from '../list/source.ts'
import type { StatusList } from '../list/status-list.ts'
import { type Expected, type Fault, judgeBatch } from './judge-batch.ts'
import type { KeptList, Put, Standing } from './kept-list.ts'

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

const mostWaitMs = 30_000
const deadlineMs = 60_000
const snapshotDeadlineMs = 600_000
/** So many bytes of batches are read again at a start; then a whole list takes their place. */
const mostBatchBytes = 64 * 1024 * 1024

/** The list as the centre's feed tells it (docs/guide/feed.md): from disk at the start, then batch by batch for ever. */
export function feedSource(options: Options): Source & { readonly feed: FeedShown } {
  const { call, kept, expected, node, openList, say, waitSeconds = 25, firstWaitMs = 1000 } = options
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
    const reply = await call('/api/blocklist/snapshot', {}, inTime(signal, snapshotDeadlineMs))
    if (!reply.ok || !reply.body) throw await notNow(reply, 'no list')
    const standing = await kept.replace(reply.body.pipeThrough(new TextDecoderStream()), putInto(list))
    if ('fault' in standing) throw doubt(standing.fault, 'list')
    say.info({ no: standing.place.no }, 'a whole list is taken')
    current = { list, standing }
  }

  const nextBatch = async (signal: AbortSignal): Promise<'taken' | 'list-needed'> => {
    if (!current) return 'list-needed'
    const { no, hash } = current.standing.place
    const query = new URLSearchParams({
      after: `${no}`,
      hash: hash.toString('hex'),
      wait: `${waitSeconds}`,
      proofs: 'none',
    })
    if (node !== undefined) query.set('node', node)
    const reply = await call(`/api/blocklist/changes?${query}`, {}, inTime(signal, deadlineMs))
    if (reply.status === 410) return 'list-needed'
    if (!reply.ok) throw await notNow(reply, 'no changes')
    const bytes = Buffer.from(await reply.arrayBuffer())
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
      await patiently(signal, say, firstWaitMs, async () => current ?? wholeList(signal))
      return current ? loaded() : { list: openList(), asOf: Number.NaN } // stopped before there was one
    },
    async follow(use, signal) {
      while (!signal.aborted)
        await patiently(signal, say, firstWaitMs, async () => {
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

const inTime = (signal: AbortSignal, ms: number) => AbortSignal.any([signal, AbortSignal.timeout(ms)])

/** Does `work` until it works, or until stopped; waits longer each time, and as long as it is told to. */
async function patiently(signal: AbortSignal, say: Log, firstMs: number, work: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; !signal.aborted; tries++) {
    try {
      await work()
      return
    } catch (error) {
      if (signal.aborted) return
      const { message, waitMs } = error instanceof NotNow ? error : new NotNow(`no whole answer: ${String(error)}`)
      if (tries === 0) say.warn({ why: message }, 'the feed does not go on; the list that is there counts')
      const jittered = (0.5 + Math.random() / 2) * Math.min(mostWaitMs, firstMs * 2 ** Math.min(tries, 10))
      await pause(Math.max(waitMs, jittered), undefined, { signal }).catch(() => undefined)
    }
  }
}
