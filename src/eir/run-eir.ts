import type { Log } from '#platform/log'
import { aborted } from '#platform/stop'
import { type AnswerThreads, openAnswerThreads } from './answer-threads.ts'
import type { ExceptionsSource } from './follow/exceptions-source.ts'
import type { FeedShown } from './follow/feed-source.ts'
import { type Health, type Shown, serveHealth } from './health.ts'
import { noExceptions } from './list/exceptions.ts'
import type { Loaded, Show, Source } from './list/source.ts'
import type { Readings } from './readings/open-readings.ts'
import type { S13 } from './s13/serve.ts'

type Options = {
  readonly source: Source
  readonly host: string
  readonly port: number
  /** Where metrics and health are: the same address when absent. */
  readonly healthHost?: string
  readonly healthPort: number
  /** What holds for a handset that nothing is known of: no status (404), or permitted. */
  readonly unknown: 'unknown' | 'permitted'
  /** How many threads answer. */
  readonly threads?: number
  /** Told of attempts of tracked and blocked handsets; absent without a centre. */
  readonly readings?: Readings | undefined
  /** How far the feed is; absent where the list is a file. */
  readonly feed?: FeedShown | undefined
  /** Diameter S13 beside HTTP, where a 4G core asks too. */
  readonly s13?: S13 | undefined
  /** Pairings and rules; absent where the list is a file. */
  readonly exceptions?: ExceptionsSource | undefined
  readonly say: Log
  readonly now: () => number
  readonly signal: AbortSignal
  /** Calls back each time that the list shall be loaded anew. */
  readonly onReload?: (reload: () => void) => void
  readonly onListening?: (at: { port: number; healthPort: number; s13Port?: number | undefined }) => void
  readonly drainMs?: number
}

const lapseEveryMs = 200

/** Runs the node until stopped. It answers nothing before its list is whole: an unknown handset is let in. */
export async function runEir(options: Options): Promise<void> {
  const { source, host, readings, say, now, signal, drainMs = 5000 } = options
  let loaded: Loaded | undefined
  let threads: AnswerThreads | undefined
  const show: Show = async (next) => {
    loaded = next
    await threads?.show({ plane: next.plane })
  }

  const shown: Shown = {
    ...{ readings, now, feed: options.feed, exceptions: options.exceptions },
    answers: async () => (await threads?.answers()) ?? new Map(),
    listAsOf: () => loaded?.asOf,
    listed: () => loaded?.list.counts ?? [],
    isReady: () => threads !== undefined && !signal.aborted,
  }
  let health: Health | undefined
  // Asked for while the first list is being read, it is that one.
  options.onReload?.(oneAtATime(async () => void (threads && (await reload(options, loaded, show)))))
  const lapsing = setInterval(() => loaded?.list.lapse(), lapseEveryMs)
  try {
    health = await serveHealth(shown, options.healthHost ?? host, options.healthPort)
    const first = await source.load(signal)
    await show(first)
    const exceptions = (await options.exceptions?.load(signal)) ?? noExceptions
    if (signal.aborted) return
    threads = await openAnswerThreads({
      ...{ host, port: options.port, unknown: options.unknown, threads: options.threads ?? 1, say },
      ...{ plane: first.plane, exceptions, s13: options.s13 },
      onAttempt: (key, status) => readings?.note({ key, status, at: now() }),
    })
    const ports = { port: threads.port, healthPort: health.port, s13Port: threads.s13Port }
    options.onListening?.(ports)
    say.info({ ...ports, ...listedOf(loaded) }, 'answering')
    const following = source.follow?.(show, signal)
    const { show: tell } = threads
    const besides = options.exceptions?.follow((next) => tell({ exceptions: next }), signal)
    await aborted(signal)
    await Promise.all([following, besides])
    await threads.close(drainMs)
    say.info('stopped')
  } finally {
    clearInterval(lapsing)
    health?.close()
    await readings?.close()
  }
}

/** The old list answers until the new one is whole, and goes on when the new one cannot be read or holds nothing. */
async function reload({ source, signal, say }: Options, before: Loaded | undefined, show: Show): Promise<void> {
  try {
    const next = await source.load(signal)
    if (sizeOf(next) === 0 && sizeOf(before) > 0) throw new Error('The new list is empty.')
    await show(next)
    say.info(listedOf(next), 'list loaded anew')
  } catch (error) {
    if (signal.aborted) return
    say.error({ why: error instanceof Error ? error.message : String(error) }, 'the list before still counts')
  }
}

const sizeOf = (loaded: Loaded | undefined) => loaded?.list.counts.slice(1).reduce((all, one) => all + one, 0) ?? 0

function listedOf(loaded: Loaded | undefined) {
  const [, permitted, tracked, blocked] = loaded?.list.counts ?? []
  return { permitted, tracked, blocked }
}

/** Asked again while it works, it works once more afterwards, not at the same time. */
function oneAtATime(work: () => Promise<void>): () => void {
  let working = false
  let again = false
  const run = async () => {
    working = true
    do {
      again = false
      await work()
    } while (again)
    working = false
  }
  return () => {
    if (working) again = true
    else void run()
  }
}
