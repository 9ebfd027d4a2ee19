import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { haveEnded, listedLineOf } from '#lib/feed/holds'
import { openSums, type TacSum } from '#lib/feed/sums'
import type { Log } from '#platform/log'
import { type Client, NotNow, notNow } from '../centre-client.ts'
import type { Steps } from '../list/lapses.ts'
import type { StatusList } from '../list/status-list.ts'

/** What is needed of a list to compare it: `each` in ascending order of keys, `forgotten` as `StatusList` says. */
type Listed = Pick<StatusList, 'each' | 'forgotten'>

/** What came of the last comparison. `since`: from when on it has been so (ms since 1970). */
export type Agreed = {
  readonly agrees: boolean
  readonly since: number
  readonly at: number
  readonly differing: readonly string[]
}

const deadlineMs = 120_000
/** So many keys at a time, so that answers do not wait. */
const keysAtOnce = 1000
/** TACs in one line of the log. */
const mostNamed = 100

/**
 * Count and hash of each TAC, as of the call. The list may move meanwhile: a TAC in which something changes has a change after
 * the number that the list had at the call, and the centre does not judge that one. What had ended at `ended` is left out.
 */
export async function sumsOf(list: Listed, ended = list.forgotten()): Promise<readonly TacSum[]> {
  const sums = openSums()
  let lines = ''
  let keys = 0
  for (const [key, steps] of list.each()) {
    lines += lineOf(key, steps, ended)
    if (++keys % keysAtOnce > 0) continue
    sums.add(lines)
    lines = ''
    await turn()
  }
  sums.add(lines)
  return sums.end()
}

function lineOf(key: number, steps: Steps, ended: number | undefined): string {
  const holds = steps.flatMap(({ status, ...end }) => (status === 'permitted' ? [] : [{ status, ...end }]))
  const isLeftOut = holds.length === 0 || (ended !== undefined && haveEnded(holds, ended))
  return isLeftOut ? '' : listedLineOf(String(key).padStart(14, '0'), holds)
}

type Ask = { readonly no: number; readonly list: Listed; readonly node: string | undefined }

/** The TACs in which the centre lists something else than we do. Throws `NotNow` when it does not say. */
async function differences(call: Client, { no, list, node }: Ask, signal: AbortSignal): Promise<string[]> {
  const ended = list.forgotten()
  const tacs = await sumsOf(list, ended)
  if (list.forgotten() !== ended) throw new NotNow('the list forgot something meanwhile')
  const body = JSON.stringify({ no, tacs, ...(node !== undefined && { node }), ...(ended !== undefined && { ended }) })
  const inTime = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
  const reply = await call('/api/blocklist/agreement', { method: 'POST', body, type: 'application/json' }, inTime)
  if (!reply.ok) throw await notNow(reply, 'no comparison')
  const { differ } = (await reply.json()) as { differ?: unknown }
  if (!Array.isArray(differ)) throw new NotNow('no comparison in the answer')
  return differ.map((one: { tac?: unknown } | null) => String(one?.tac))
}

type Options = {
  readonly call: Client
  readonly node: string | undefined
  readonly everyMs: number
  readonly say: Log
  readonly now: () => number
  /** What this node lists, and as of which number. */
  readonly standing: () => { readonly no: number; readonly list: Listed } | undefined
  /** Has a whole list taken; `afterList` is to be called when it is. */
  readonly mend: () => void
}

/** Compares with the centre at the start, every so often and after each whole list; what differs is named and mended once. */
export function openAgreement({ call, node, everyMs, say, now, standing, mend }: Options) {
  let agreed: Agreed | undefined
  let bell = Promise.withResolvers<'list'>()
  let isMending = false

  const note = (differing: readonly string[]) => {
    const agrees = differing.length === 0
    const at = now()
    const since = agreed?.agrees === agrees ? agreed.since : at
    if (!agrees)
      say.error(
        { tacs: differing.slice(0, mostNamed), count: differing.length },
        'in these TACs this node lists something else than the centre',
      )
    else if (agreed?.agrees !== true) say.info({ no: standing()?.no }, 'this node lists what the centre lists')
    agreed = { agrees, since, at, differing }
  }

  const compareOnce = async (isAfterList: boolean, signal: AbortSignal) => {
    const mine = standing()
    if (!mine) return
    const differing = await differences(call, { ...mine, node }, signal)
    if (standing()?.list !== mine.list) return // another list took its place, and is compared by itself
    note(differing)
    const isMended = isAfterList && isMending
    isMending = differing.length > 0 && !isMended
    if (isMending) mend()
    else if (differing.length > 0) say.error('a whole list did not mend it: somebody must look')
  }

  return {
    shown: () => agreed,
    /** A whole list was taken. */
    afterList: () => bell.resolve('list'),
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
