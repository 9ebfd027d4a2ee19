import type { Log } from '#platform/log'
import { aborted } from '#platform/stop'
import { openAnswers, type Told } from './answer/answer-target.ts'
import { answerBatch } from './answer/batch.ts'
import type { Rules } from './decide.ts'
import type { FeedShown } from './follow/feed-source.ts'
import { type Health, type Shown, serveHealth } from './health.ts'
import { type Serving, serve } from './http/serve.ts'
import type { Loaded, Source } from './list/source.ts'
import type { Readings } from './readings/open-readings.ts'
import { type S13, serveS13 } from './s13/serve.ts'

type Options = {
  readonly source: Source
  readonly host: string
  readonly port: number
  readonly healthPort: number
  /** What holds for a handset that nothing is known of: no status (404), or permitted. */
  readonly unknown: 'unknown' | 'permitted'
  /** Told of attempts of tracked and blocked handsets; absent without a centre. */
  readonly readings?: Readings | undefined
  /** How far the feed is; absent where the list is a file. */
  readonly feed?: FeedShown | undefined
  /** Diameter S13 beside HTTP, where a 4G core asks too. */
  readonly s13?: (Omit<S13, 'say'> & { readonly port: number }) | undefined
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
  const answers = new Map<string, number>()
  let loaded: Loaded | undefined
  let serving: Serving | undefined
  let s13: Serving | undefined
  const rules = rulesFor(options)
  const use = (next: Loaded) => {
    loaded = next
    rules.statusOf = next.list.statusOf
  }

  const shown: Shown = {
    ...{ answers, readings, now, feed: options.feed },
    listAsOf: () => loaded?.asOf,
    listed: () => loaded?.list.counts ?? [],
    isReady: () => serving !== undefined && !signal.aborted,
  }
  let health: Health | undefined
  // Asked for while the first list is being read, it is that one.
  options.onReload?.(oneAtATime(async () => void (serving && (await reload(options, loaded, use)))))
  const lapsing = setInterval(() => loaded?.list.lapse(), lapseEveryMs)
  try {
    health = await serveHealth(shown, host, options.healthPort)
    use(await source.load(signal))
    if (signal.aborted) return
    const told: Told = { rules, onAttempt: (key, status) => readings?.note({ key, status, at: now() }) }
    const count = ({ name }: { name: string }) => void answers.set(name, (answers.get(name) ?? 0) + 1)
    s13 = options.s13 && (await serveS13({ ...told, count }, host, options.s13.port, { ...options.s13, say }))
    serving = await serve(
      { answerTarget: openAnswers(told), answerBatch: (body) => answerBatch(body, rules), count },
      host,
      options.port,
    )
    const ports = { port: serving.port, healthPort: health.port, s13Port: s13?.port }
    options.onListening?.(ports)
    say.info({ ...ports, ...listedOf(loaded) }, 'answering')
    const following = source.follow?.(use, signal)
    await aborted(signal)
    await following
    await Promise.all([serving.close(drainMs), s13?.close(drainMs)])
    s13 = undefined
    say.info('stopped')
  } finally {
    clearInterval(lapsing)
    await s13?.close(0) // the port beside it was taken
    health?.close()
    await readings?.close()
  }
}

/** The rules, with a list that is replaced as a whole while answers go on. */
function rulesFor({ unknown }: Options): { -readonly [Rule in keyof Rules]: Rules[Rule] } {
  return {
    statusOf: () => 0,
    isPaired: () => false,
    tacStatusOf: () => 0,
    unknown: unknown === 'permitted' ? 1 : 0,
  }
}

/** The old list answers until the new one is whole, and goes on when the new one cannot be read or holds nothing. */
async function reload(
  { source, signal, say }: Options,
  before: Loaded | undefined,
  use: (next: Loaded) => void,
): Promise<void> {
  try {
    const next = await source.load(signal)
    if (sizeOf(next) === 0 && sizeOf(before) > 0) throw new Error('The new list is empty.')
    use(next)
    say.info(listedOf(next), 'list loaded anew')
  } catch (error) {
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
