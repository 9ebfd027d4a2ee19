import type { ExceptionChange } from '#lib/feed/exceptions'
import { noChanges } from '#lib/feed/running-hash'
import type { Log } from '#platform/log'
import { type Client, NotNow } from '../centre-client.ts'
import { type Exceptions, openExceptions } from '../list/exceptions.ts'
import { askForExceptions } from './ask-centre.ts'
import { type Faults, openDoubts } from './doubts.ts'
import type { Expected, Judged, Place } from './judge-batch.ts'
import { judgeExceptions } from './judge-exceptions.ts'
import { type KeptExceptions, openKeptExceptions } from './kept-exceptions.ts'
import { patiently } from './patiently.ts'
import { endOfBatch } from './replay.ts'

type Options = {
  readonly call: Client
  /** Where it keeps every batch as it came. */
  readonly file: string
  readonly expected: Expected
  readonly pairingKey: string | undefined
  readonly now: () => number
  readonly say: Log
  readonly waitSeconds?: number
  readonly firstWaitMs?: number
}

/** What stands beside the list. `show` is called whenever something else holds. */
export type ExceptionsSource = {
  /** What is on disk, else what the centre says; nothing, where it says nothing within a second: the list must not wait. */
  load(signal: AbortSignal): Promise<Exceptions>
  follow(show: (now: Exceptions) => Promise<void>, signal: AbortSignal): Promise<void>
  readonly no: () => number
  /** Whether the operator's gateway makes marks with our pairing key; undefined while nobody knows. */
  readonly keyAgrees: () => boolean | undefined
  readonly faults: Faults
}

const beginning: Place = { no: 0, hash: noChanges }
const lapseEveryMs = 200
const mostWaitMs = 1000

/** Pairings and rules as the centre's second feed tells them (docs/guide/feed.md): from disk at the start, then batch by batch. */
export function exceptionsSource(options: Options): ExceptionsSource {
  const { call, file, expected, now, say, waitSeconds = 25, firstWaitMs = 1000 } = options
  const known = openExceptions(options.pairingKey)
  let place = beginning
  let kept: KeptExceptions | undefined
  let hasJustBegun = false
  const { faults, doubt } = openDoubts(say, () => place.no)

  const warnOfKey = openKeyWarning(options)
  const take = ({ changes, place: at }: Judged<ExceptionChange>) => {
    for (const change of changes) known.take(change)
    place = at
    warnOfKey(known)
  }

  const restore = async () => {
    kept = await openKeptExceptions(file)
    const bytes = await kept.bytes()
    const end = replayed(bytes, (piece) => {
      const batch = judgeExceptions(piece, expected, place)
      if (!('fault' in batch)) take(batch)
      return !('fault' in batch)
    })
    if (end === bytes.length) return
    doubt('damaged', 'file')
    await kept.cutTo(end)
  }

  const judged = (bytes: Buffer, from: Place) => {
    const batch = judgeExceptions(bytes, expected, from)
    if ('fault' in batch) throw doubt(batch.fault, 'batch')
    return batch
  }

  /** All of it from the beginning. Nobody signs that it is needed, so what is there goes only when the centre has signed what comes instead. */
  const beginAgain = async (signal: AbortSignal) => {
    if (hasJustBegun) {
      hasJustBegun = false
      throw new NotNow('the centre says once more to begin again')
    }
    const whole = await wholeHistory(call, judged, signal)
    await kept?.replace(whole.bytes)
    known.clear()
    take(whole)
    hasJustBegun = true
  }

  /** Takes what comes next; whether something did. What is not on disk is not taken. */
  const next = async (wait: number, signal: AbortSignal): Promise<boolean> => {
    const bytes = await askForExceptions(call, place, wait, signal)
    if (!bytes) {
      await beginAgain(signal)
      return true
    }
    const batch = judged(bytes, place)
    hasJustBegun = false
    if (batch.changes.length === 0) return false
    await kept?.add(bytes)
    take(batch)
    return true
  }

  return {
    faults,
    no: () => place.no,
    keyAgrees: known.keyAgrees,
    async load(signal) {
      await restore()
      const inTime = AbortSignal.any([signal, AbortSignal.timeout(mostWaitMs)])
      if (place.no === 0) await next(0, inTime).catch(() => undefined) // it is asked again and again from now on
      return known.at(now())
    },
    async follow(show, signal) {
      const news = { next: () => next(waitSeconds, signal), known, now }
      await showChanges(news, show, (work) => patiently({ say, firstWaitMs }, signal, work), signal)
      await kept?.close()
    },
  }
}

/** Gives batch after batch as long as `take` takes them; the byte after the last that it took. */
function replayed(bytes: Buffer, take: (batch: Buffer) => boolean): number {
  let end = 0
  for (let next = endOfBatch(bytes, 0); next > 0; next = endOfBatch(bytes, end)) {
    if (!take(bytes.subarray(end, next))) break
    end = next
  }
  return end
}

/** All batches from the beginning to where there are no more, each judged. */
async function wholeHistory(
  call: Client,
  judged: (bytes: Buffer, from: Place) => Judged<ExceptionChange>,
  signal: AbortSignal,
): Promise<Judged<ExceptionChange> & { readonly bytes: Buffer }> {
  const pieces: Buffer[] = []
  const changes: ExceptionChange[] = []
  for (let place = beginning; ; ) {
    const bytes = await askForExceptions(call, place, 0, signal)
    if (!bytes) throw new NotNow('the centre has no beginning of what stands beside the list')
    const batch = judged(bytes, place)
    if (batch.changes.length === 0) return { bytes: Buffer.concat(pieces), changes, all: changes, place, at: batch.at }
    pieces.push(bytes)
    changes.push(...batch.changes)
    place = batch.place
  }
}

type Known = ReturnType<typeof openExceptions>

/** Says once that there is no key where one is needed, or another than the gateway's; again when it was right meanwhile. */
function openKeyWarning({ say, pairingKey }: Pick<Options, 'say' | 'pairingKey'>): (known: Known) => void {
  let said: string | undefined
  return (known) => {
    const wrong = pairingKey ? known.keyAgrees() === false && anotherKey : known.hasPairings() && noKey
    if (wrong && wrong !== said) say.warn(wrong)
    said = wrong || undefined
  }
}

const noKey = 'pairings came, and no --pairing-key-file is set: the owners that they are for are refused'
const anotherKey =
  'the gateway makes pairings with another key than the one in --pairing-key-file: the owners that they are for are refused'

type News = { next(): Promise<boolean>; readonly known: Known; readonly now: () => number }

/** Shows what holds whenever something came or ended, until stopped. */
async function showChanges(
  { next, known, now }: News,
  show: (now: Exceptions) => Promise<void>,
  untilItWorks: (work: () => Promise<void>) => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let shownAt = now()
  const showNow = () => {
    shownAt = now()
    return show(known.at(shownAt))
  }
  const lapsing = setInterval(() => {
    if (known.endsBetween(shownAt, now())) void showNow()
  }, lapseEveryMs)
  while (!signal.aborted)
    await untilItWorks(async () => {
      if (await next()) await showNow()
    })
  clearInterval(lapsing)
}
