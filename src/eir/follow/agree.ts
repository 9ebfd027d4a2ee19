import { setTimeout as pause } from 'node:timers/promises'
import { mostTacs, pagesOf } from '#lib/feed/sums'
import type { Log } from '#platform/log'
import { type Client, NotNow, notNow } from '../centre-client.ts'
import { type Listed, sumUp } from './sum-up.ts'

/** What came of the last comparison. `since`: from when on it has been so (ms since 1970). */
export type Agreed = {
  readonly agrees: boolean
  readonly since: number
  readonly at: number
  readonly differing: readonly string[]
}

const deadlineMs = 120_000
/** TACs in one line of the log. */
const mostNamed = 100

type Ask = {
  readonly no: number
  readonly listed: Listed
  readonly node: string | undefined
  readonly tacsAtOnce: number
}

/** The TACs in which the centre lists something else than we do. Throws `NotNow` when it does not say. */
async function differences(call: Client, { listed, tacsAtOnce, ...ask }: Ask, signal: AbortSignal): Promise<string[]> {
  const pages = pagesOf(await sumUp(listed, signal), tacsAtOnce)
  const differing: string[] = []
  for (const { tacs, ...range } of pages) {
    // A centre of before knows nothing of runs, and most lists need none.
    const run = pages.length > 1 ? { ...range, differed: differing.length } : {}
    differing.push(...(await differencesIn(call, { ...ask, ...run, tacs }, signal)))
  }
  return differing
}

async function differencesIn(call: Client, page: object, signal: AbortSignal): Promise<string[]> {
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
  const asked = { method: 'POST', body: JSON.stringify(page), type: 'application/json' } as const
  const reply = await call('/api/blocklist/agreement', asked, inTime)
  if (!reply.ok) throw await notNow(reply, 'no comparison')
  const { differ } = (await reply.json()) as { differ?: unknown }
  if (!Array.isArray(differ)) throw new NotNow('no comparison in the answer')
  return differ.map((one: { tac?: unknown } | null) => String(one?.tac))
}

type Options = {
  readonly call: Client
  readonly node: string | undefined
  readonly everyMs: number
  readonly tacsAtOnce?: number
  readonly say: Log
  readonly now: () => number
  /** What this node lists just now, and as of which number. */
  readonly look: () => { readonly no: number; readonly listed: Listed } | undefined
  /** Has a whole list taken; `afterList` is to be called when it is. */
  readonly mend: () => void
}

/** Compares with the centre at the start, every so often and after each whole list; what differs is named and mended once. */
export function openAgreement({ call, node, everyMs, tacsAtOnce = mostTacs, say, now, look, mend }: Options) {
  let agreed: Agreed | undefined
  let bell = Promise.withResolvers<'list'>()
  let isMending = false
  let taken = 0

  const note = (differing: readonly string[], no: number) => {
    const agrees = differing.length === 0
    const at = now()
    const since = agreed?.agrees === agrees ? agreed.since : at
    if (!agrees)
      say.error(
        { tacs: differing.slice(0, mostNamed), count: differing.length },
        'in these TACs this node lists something else than the centre',
      )
    else if (agreed?.agrees !== true) say.info({ no }, 'this node lists what the centre lists')
    agreed = { agrees, since, at, differing }
  }

  const compareOnce = async (isAfterList: boolean, signal: AbortSignal) => {
    const mine = look()
    if (!mine) return
    const lists = taken
    const differing = await differences(call, { ...mine, node, tacsAtOnce }, signal)
    if (taken !== lists) return // another list took its place, and is compared by itself
    note(differing, mine.no)
    const isMended = isAfterList && isMending
    isMending = differing.length > 0 && !isMended
    if (isMending) mend()
    else if (differing.length > 0) say.error('a whole list did not mend it: somebody must look')
  }

  return {
    shown: () => agreed,
    /** A whole list was taken. */
    afterList: () => {
      taken += 1
      bell.resolve('list')
    },
    /** Goes on until stopped. Where the centre does not say it is asked again in a minute at the latest. */
    async run(signal: AbortSignal): Promise<void> {
      let why: 'list' | 'time' = 'time'
      bell = Promise.withResolvers() // a list that was taken before is compared now
      while (!signal.aborted) {
        let waitMs = everyMs
        try {
          await compareOnce(why === 'list', signal)
        } catch (error) {
          if (signal.aborted) return
          say.warn({ why: error instanceof Error ? error.message : String(error) }, 'not compared with the centre')
          waitMs = Math.max(error instanceof NotNow ? error.waitMs : 0, Math.min(everyMs, 60_000))
        }
        why = await first(bell.promise, waitMs, signal)
        if (why === 'list') bell = Promise.withResolvers()
      }
    },
  }
}

async function first(bell: Promise<'list'>, ms: number, signal: AbortSignal): Promise<'list' | 'time'> {
  const done = new AbortController()
  const time = pause(ms, 'time' as const, { signal: AbortSignal.any([signal, done.signal]) })
  const why = await Promise.race([bell, time.catch(() => 'time' as const)])
  done.abort()
  return why
}
