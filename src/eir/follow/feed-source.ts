import type { Holds } from '#lib/feed/holds'
import { emptyBase } from '#lib/imei/plane/base'
import type { NoteVerifier } from '#lib/note'
import type { Log } from '#platform/log'
import { type Client, NotNow } from '../centre-client.ts'
import { draftList, listOver, type SharedList } from '../list/shared-list.ts'
import type { Loaded, Show, Source } from '../list/source.ts'
import type { StatusList } from '../list/status-list.ts'
import { type Agreed, openAgreement } from './agree.ts'
import { askForList } from './ask-centre.ts'
import type { Courier } from './courier.ts'
import { type Faults, openDoubts } from './doubts.ts'
import { type Followed, openFolding, standOf } from './fold.ts'
import { openTurns } from './in-turn.ts'
import { type Expected, judgeBatch, type Put, type Refused } from './judge-batch.ts'
import type { KeptList } from './kept-list.ts'
import { type Came, openNextBatch, type Way } from './next-batch.ts'
import { patiently } from './patiently.ts'
import { readSnapshot } from './read-snapshot.ts'
import { restore } from './restore.ts'

type Options = {
  readonly call: Client
  readonly kept: KeptList
  /** By this what is on disk is judged too: of that each seal was checked when it came. */
  readonly expected: Expected
  /** The key of the ledger: with it each change must be proved to come from a sealed entry. */
  readonly ledger?: NoteVerifier | undefined
  /** Tells several nodes of one operator apart. */
  readonly node: string | undefined
  readonly now: () => number
  readonly say: Log
  /** Seconds that the centre may wait for news. */
  readonly waitSeconds?: number
  readonly firstWaitMs?: number
  /** So many bytes of batches are read again at a start; then the list is put on disk anew. */
  readonly foldAfterBytes?: number
  /** How often the whole list is compared with the centre's. */
  readonly agreeEveryMs?: number
  /** For what changed since the list was put on disk: see `newPlane`. */
  readonly recentSlots?: number
  /** Another way on which batches come, for a node whose list is as of the moment that is given. */
  readonly openCourier?: (since: () => number | undefined) => Courier
}

/** What a feed shows of itself: how far it is, and how often it was told something that cannot be believed. */
export type FeedShown = {
  readonly no: () => number
  readonly faults: Faults
  /** What came of comparing the whole list with the centre's; undefined until it was compared. */
  readonly agreed: () => Agreed | undefined
  readonly came: Came
  /** The way on which what is new comes first just now. */
  readonly way: () => Way
  /** Changes since the start whose seal was checked; undefined where the ledger's key is not known. */
  readonly sealed: () => number | undefined
}

/** The list as the centre's feed tells it (docs/guide/feed.md): from disk at the start, then batch by batch for ever. */
export function feedSource(options: Options): Source & { readonly feed: FeedShown } {
  const { call, kept, expected, ledger, node, now, say, waitSeconds = 25, firstWaitMs = 1000 } = options
  const patience = { say, firstWaitMs }
  const folding = openFolding({ kept, say, foldAfterBytes: options.foldAfterBytes ?? 64 * 1024 * 1024 })
  let current: Followed | undefined
  const no = () => current?.standing.place.no ?? 0
  const { faults, doubt } = openDoubts(say, no)
  /** What is on disk and what is in memory change together. */
  const inTurn = openTurns()
  let isListNeeded = false
  let sealed = 0
  const agreement = openAgreement({
    ...{ call, node, now, say, everyMs: options.agreeEveryMs ?? 3_600_000 },
    look: () => current && { no: no(), listed: { plane: current.plane.copy(), steps: current.list.steps } },
    mend: () => {
      isListNeeded = true
    },
  })

  const takeList = async (signal: AbortSignal) => {
    await folding.ended()
    const draft = draftList(now, options.recentSlots)
    const told = await readSnapshot(await askForList(call, signal), expected, putInto(draft.list))
    if ('fault' in told) throw doubt(told.fault, 'list')
    const next = await kept.begin()
    const followed = { ...(await draft.share(signal, next.planeFile)), standing: { place: told.place, at: told.at } }
    await next.finish(standOf(followed))
    say.info({ no: told.place.no }, 'a whole list is taken')
    current = followed
    isListNeeded = false
    agreement.afterList()
  }

  const wholeList = (signal: AbortSignal) => inTurn(() => takeList(signal))

  const takeBatch = async (bytes: Buffer, to: Followed): Promise<number | Refused> => {
    if (to !== current) return 0 // another list counts since this was asked for
    const batch = judgeBatch(bytes, { ...expected, ledger }, to.standing.place)
    if ('fault' in batch) return batch
    await makeSureOfRoom(batch.changes.length, to, folding)
    if (batch.changes.length > 0) await kept.add(bytes)
    for (const { key, holds } of batch.changes) putInto(to.list)(key, holds)
    to.standing = { place: batch.place, at: batch.at }
    sealed += Number(ledger !== undefined) * batch.changes.length
    return batch.changes.length
  }

  const asOf = () => current?.standing.at
  const courier = options.openCourier?.(asOf)
  const closeCourier = () => courier?.close()
  const take = (bytes: Buffer, to: Followed) => inTurn(() => takeBatch(bytes, to))
  const { next, came, way } = openNextBatch({ call, node, waitSeconds, ledger, courier, take, doubt })

  const loaded = (shown: SharedList) => loadedOf(shown, asOf)

  /** By one batch, or by a whole list. */
  const goOn = async (show: Show, signal: AbortSignal) => {
    const followed = current
    if (followed) await inTurn(() => folding.whenDue(followed, (plane) => show(loaded({ ...followed, plane })), signal))
    if (followed && !isListNeeded && (await next(followed, signal)) === 'taken') return
    await wholeList(signal)
    if (current) await show(loaded(current))
  }

  return {
    feed: { no, faults, agreed: agreement.shown, came, way, sealed: () => (ledger ? sealed : undefined) },
    async load(signal) {
      signal.addEventListener('abort', closeCourier) // once, however often it is loaded
      if (current) await wholeList(signal)
      else current = await restore(options, (fault) => doubt(fault, 'file'))
      await patiently(patience, signal, async () => current ?? wholeList(signal))
      return loaded(current ?? listOver(emptyBase().memory, [], now)) // stopped before there was one
    },
    async follow(show, signal) {
      const comparing = agreement.run(signal)
      while (!signal.aborted) await patiently(patience, signal, () => goOn(show, signal))
      await Promise.all([comparing, folding.ended(), closeCourier()])
    },
  }
}

/** Before anything of a batch is on disk. A fold begins before each batch, when one is due. */
async function makeSureOfRoom(changes: number, to: Followed, folding: { ended(): Promise<void> }) {
  if (!to.plane.hasRoom(changes)) await folding.ended()
  if (!to.plane.hasRoom(changes)) throw new NotNow('no room for more until the list is put on disk anew')
}

const loadedOf = ({ list, plane }: SharedList, asOf: () => number | undefined): Loaded => ({
  ...{ list, plane: plane.memory },
  get asOf() {
    return asOf() ?? Number.NaN
  },
})

const putInto =
  (list: StatusList): Put =>
  (key: string, holds: Holds) =>
    list.set(Number(key), holds)
