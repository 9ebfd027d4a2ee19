import { createHmac } from 'node:crypto'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import type { Country } from '#lib/country'
import type { Log } from '#platform/log'
import { keyText } from '../key-number.ts'
import type { Centre } from './centre.ts'
import { deliverForEver, type Tally } from './deliver.ts'
import type { Journal } from './journal.ts'
import { type Attempt, openNews } from './news.ts'

/** What becomes of attempts: noted at once, kept on disk, told to the centre when it is there. */
export type Readings = {
  /** Notes an attempt of a handset that the list names. Waits for nothing. */
  note(attempt: Attempt): void
  readonly tally: Readonly<Tally & { dropped: number }>
  /** How many are on disk and not told yet. */
  waiting(): number
  /** Keeps what was noted; what could not be delivered yet waits for the next start. */
  close(): Promise<void>
}

type Options = {
  readonly journal: Journal
  readonly centre: Centre
  readonly country: Country
  /** A secret of this node, so that the id of a reading says nothing of the handset. */
  readonly nodeKey: string
  /** The same handset is told once in this time. */
  readonly onceInMs: number
  readonly say: Log
  readonly firstWaitMs?: number
}

/** Attempts that are news, during one write to disk: more than that is a fault, and memory has an end. */
const mostInMemory = 20_000

export function openReadings(options: Options): Readings {
  const { journal, centre, onceInMs, say, firstWaitMs = 1000 } = options
  const isNews = openNews(onceInMs)
  const stop = new AbortController()
  const tally = { delivered: 0, refused: 0, dropped: 0 }
  let noted: Attempt[] = []
  let keeping: Promise<void> | undefined

  /** What is noted while one write is under way goes into the next: under load there are few writes, and else no wait. */
  const keep = async () => {
    await turn() // the answer goes out first
    while (noted.length > 0) {
      const batch = noted
      noted = []
      try {
        await journal.append(batch.map((attempt) => readingOf(attempt, options)))
      } catch (error) {
        noted = [...batch, ...noted]
        say.error({ code: codeOf(error) }, 'readings cannot be written to disk')
        if (stop.signal.aborted) return
        await pause(firstWaitMs, undefined, { signal: stop.signal }).catch(() => {})
      }
    }
  }
  const delivering = deliverForEver({ journal, centre, say, tally, signal: stop.signal, firstWaitMs })

  return {
    tally,
    waiting: journal.waiting,
    note(attempt) {
      if (!isNews(attempt)) return
      if (noted.length >= mostInMemory) tally.dropped += 1
      else noted.push(attempt)
      keeping ??= keep().finally(() => {
        keeping = undefined
      })
    },
    async close() {
      stop.abort()
      await Promise.all([keeping, delivering])
      await journal.close()
    },
  }
}

/** By status code, in the words of the centre's POST /api/sightings. */
const hows = ['', '', 'tracked-attach', 'refused-attach']

/** One reading as JSON. Its id follows from handset, status and time, so that one noted again after a restart is known. */
function readingOf({ key, status, at }: Attempt, { country, nodeKey, onceInMs }: Options): string {
  const imei = keyText(key)
  const how = hows[status]
  const ref = createHmac('sha256', nodeKey)
    .update(`${imei} ${how} ${Math.floor(at / onceInMs)}`)
    .digest('base64url')
  return JSON.stringify({ imei, how, country, at: new Date(at).toISOString(), ref })
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : 'unknown')
