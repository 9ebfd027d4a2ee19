import { setTimeout as pause } from 'node:timers/promises'
import type { Log } from '#platform/log'
import type { Centre } from './centre.ts'
import type { Journal } from './journal.ts'

export type Tally = {
  /** Readings that the centre took, or had from before. */
  delivered: number
  /** Readings that it will never take. */
  refused: number
}

type Options = {
  readonly journal: Journal
  readonly centre: Centre
  readonly say: Log
  readonly tally: Tally
  readonly signal: AbortSignal
  readonly firstWaitMs: number
}

const mostInBatch = 1000
const longestWaitMs = 300_000

/** Delivers what waits, batch by batch and in order, until `signal`. While the centre is away it asks ever more seldom. */
export async function deliverForEver(options: Options): Promise<void> {
  const { journal, say, signal, firstWaitMs } = options
  const wait = (ms: number) => pause(ms, undefined, { signal }).catch(() => {})
  let failures = 0
  let most = mostInBatch
  while (!signal.aborted) {
    const done = await deliverBatch(options, most).catch(notKept)
    if (done.is === 'nothing') await wait(firstWaitMs / 4)
    else if (done.is === 'later') {
      if (failures === 0 && !signal.aborted) say.warn({ waiting: journal.waiting() }, `readings wait: ${done.why}`)
      const backOffMs = Math.min(firstWaitMs * 2 ** failures++, longestWaitMs)
      await wait(Math.max(done.waitMs, backOffMs * (0.5 + Math.random() / 2)))
    } else {
      if (failures > 0) say.info('readings are delivered again')
      failures = 0
      most = done.is === 'halve' ? done.most : mostInBatch
    }
  }
}

type Done =
  | { is: 'nothing' }
  | { is: 'taken' }
  | { is: 'halve'; most: number }
  | { is: 'later'; why: string; waitMs: number }

/** One batch. When it is refused as a whole, half of it is next, until the reading that is to blame stands alone. */
async function deliverBatch({ journal, centre, tally, signal }: Options, most: number): Promise<Done> {
  const { lines, end } = await journal.next(most)
  if (lines.length === 0) return { is: 'nothing' }
  const said = await centre.deliver(lines, signal)
  if (said.is === 'later') return said
  if (said.is === 'refused' && lines.length > 1) return { is: 'halve', most: Math.ceil(lines.length / 2) }
  const refused = said.is === 'refused' ? lines.length : said.refused
  await journal.take(end, lines.length)
  tally.refused += refused
  tally.delivered += lines.length - refused
  return { is: 'taken' }
}

const notKept = (error: unknown): Done => ({
  is: 'later',
  why: `the data folder cannot be used: ${error instanceof Error && 'code' in error ? error.code : error}`,
  waitMs: 0,
})
