import type { Holds } from '#lib/feed/holds'
import type { Log } from '#platform/log'
import { NotNow } from '../centre-client.ts'
import type { StatusList } from '../list/status-list.ts'
import { type Expected, type Fault, judgeBatch } from './judge-batch.ts'
import type { KeptList, Put, Standing } from './kept-list.ts'

type Options = {
  readonly kept: KeptList
  readonly expected: Expected
  readonly openList: () => StatusList
  readonly say: Log
}

/** The list that this node answers from, and how far it is. */
export type Current = { readonly list: StatusList; readonly standing: Standing }

/** Takes lists and batches, whichever way they came, once they are judged; what cannot be believed is named and counted. */
export function openFollowed({ kept, expected, openList, say }: Options) {
  const faults = new Map<Fault, number>()
  let current: Current | undefined

  /** Nothing of it is taken, what we have goes on, and somebody must look. */
  const doubt = (fault: Fault, of: 'batch' | 'list' | 'file') => {
    faults.set(fault, (faults.get(fault) ?? 0) + 1)
    say.error(
      { fault, of, after: current?.standing.place.no ?? 0 },
      'the feed cannot be believed: nothing of it is taken',
    )
    return new NotNow(`a ${of} that cannot be believed: ${fault}`)
  }

  return {
    faults,
    current: (): Current | undefined => current,
    /** What is on disk, if it can be believed. */
    async restore(): Promise<void> {
      const list = openList()
      const standing = await kept.restore(putInto(list))
      if (!standing) return
      if ('fault' in standing) doubt(standing.fault, 'file')
      else current = { list, standing }
    },
    async takeList(chunks: AsyncIterable<string>): Promise<void> {
      const list = openList()
      const standing = await kept.replace(chunks, putInto(list))
      if ('fault' in standing) throw doubt(standing.fault, 'list')
      say.info({ no: standing.place.no }, 'a whole list is taken')
      current = { list, standing }
    },
    /** `to`: what was current when it was asked for. Where a whole list has taken its place since, that one counts. */
    async takeBatch(bytes: Buffer, to: Current): Promise<void> {
      const batch = judgeBatch(bytes, expected, to.standing.place)
      if ('fault' in batch) throw doubt(batch.fault, 'batch')
      if (batch.changes.length > 0 && current === to) await kept.add(bytes)
      if (current !== to) return
      for (const { key, holds } of batch.changes) putInto(to.list)(key, holds)
      current = { list: to.list, standing: { place: batch.place, at: batch.at } }
    },
  }
}

const putInto =
  (list: StatusList): Put =>
  (key: string, holds: Holds) =>
    list.set(Number(key), holds)
