import type { Feeling, Theft } from './thefts.ts'

/** What is counted of one theft or request: where it counts, in which parts, and how long it took. */
export type Unit = {
  readonly month: string
  readonly group?: string
  readonly counts: Readonly<Record<string, boolean>>
  readonly ms?: number
}

type Time = { readonly median: true } | { readonly longest: true }

export type Definition = {
  readonly slug: string
  /** Columns with a count: the whole first, then its part. */
  readonly whole: string
  readonly part?: string
  readonly percent?: string
  readonly times?: Time & { readonly over: string }
  readonly units: (thefts: readonly Theft[], months: readonly string[], now: number) => Unit[]
}

const monthOf = (ms: number) => new Date(ms).toISOString().slice(0, 7)
const byReport = (count: (theft: Theft) => Record<string, boolean>) => (thefts: readonly Theft[]) =>
  thefts.map((theft) => ({ month: monthOf(theft.reported), group: theft.force ?? 'none yet', counts: count(theft) }))

const byStep = (count: (feeling: Feeling) => Record<string, boolean>) => (thefts: readonly Theft[]) =>
  thefts.flatMap(({ feelings }) =>
    [...feelings].map(([group, feeling]) => ({ month: monthOf(feeling.at), group, counts: count(feeling) })),
  )

export const definitions: readonly Definition[] = [
  {
    slug: 'thefts-reported',
    whole: 'thefts',
    units: (thefts) =>
      thefts.flatMap(({ stolen, madeUp }) =>
        stolen === undefined || madeUp ? [] : [{ month: monthOf(stolen), counts: { thefts: true } }],
      ),
  },
  {
    slug: 'recovery-rate',
    ...{ whole: 'cases', part: 'recovered', percent: 'percent' },
    units: byReport(({ recovered }) => ({ cases: true, recovered: recovered !== undefined })),
  },
  {
    slug: 'return-rate',
    ...{ whole: 'cases', part: 'returned', percent: 'percent' },
    units: byReport(({ returned }) => ({ cases: true, returned: returned !== undefined })),
  },
  {
    slug: 'harm-after-theft',
    ...{ whole: 'cases', part: 'harmed', percent: 'percent' },
    units: byReport(({ harmed }) => ({ cases: true, harmed: harmed !== undefined })),
  },
  {
    slug: 'feeling-safe',
    ...{ whole: 'answers', part: 'safe', percent: 'percent' },
    units: byStep(({ safe }) => ({ answers: true, safe })),
  },
  {
    slug: 'it-mattered',
    ...{ whole: 'answers', part: 'mattered', percent: 'percent' },
    units: byStep(({ mattered }) => ({ answers: true, mattered })),
  },
  {
    slug: 'promises-kept',
    ...{ whole: 'promises', part: 'kept', percent: 'percent' },
    units: (thefts, _, now) => thefts.flatMap((theft) => promised(theft, now)),
  },
  {
    slug: 'time-to-block',
    ...{ whole: 'asked', part: 'confirmed', percent: 'confirmedPercent', times: { median: true, over: 'confirmed' } },
    units: (thefts) =>
      thefts.flatMap(({ stops }) =>
        [...stops.values()].flatMap(({ kind, partner, owed, confirmed }) =>
          kind !== 'block-handset' || owed === undefined
            ? []
            : [
                {
                  ...{ month: monthOf(owed), group: partner },
                  counts: { asked: true, confirmed: confirmed !== undefined },
                  ...(confirmed !== undefined && { ms: Math.max(0, confirmed - owed) }),
                },
              ],
        ),
      ),
  },
  {
    slug: 'time-to-useless',
    ...{ whole: 'cases', part: 'useless', percent: 'uselessPercent', times: { median: true, over: 'useless' } },
    units: (thefts) => thefts.flatMap(uselessness),
  },
  {
    slug: 'longest-silence',
    ...{ whole: 'cases', part: 'kept', percent: 'keptPercent', times: { longest: true, over: 'cases' } },
    units: (thefts, months, now) => months.flatMap((month) => thefts.flatMap((theft) => silence(theft, month, now))),
  },
]

function uselessness({ reported, stops }: Theft): Unit[] {
  const owed = [...stops.values()].filter((stop) => stop.owed !== undefined)
  if (!owed.some(({ kind }) => kind === 'block-handset')) return []
  const locks = owed.filter(({ kind }) => kind === 'lock-screen')
  const others = owed.filter(({ kind }) => kind !== 'lock-screen').map(({ confirmed }) => confirmed)
  const lock = Math.min(...locks.map(({ confirmed }) => confirmed ?? Number.POSITIVE_INFINITY))
  const last = Math.max(
    ...others.map((confirmed) => confirmed ?? Number.POSITIVE_INFINITY),
    ...(locks.length > 0 ? [lock] : []),
  )
  const useless = Number.isFinite(last)
  const counts = { cases: true, useless }
  return [{ month: monthOf(reported), counts, ...(useless && { ms: Math.max(0, last - reported) }) }]
}

/** Each promise that has fallen due, in the month of its time. */
function promised({ promises, messages, ended = Number.POSITIVE_INFINITY }: Theft, now: number): Unit[] {
  return [...promises].flatMap(([at, due]) => {
    if (due >= now || at >= ended) return []
    const heard = Math.min(ended, ...[...messages].filter((other) => other > at))
    return [{ month: monthOf(due), counts: { promises: true, kept: heard <= due } }]
  })
}

/** So long a word holds that says nothing of the next one. */
const dayMs = 24 * 60 * 60 * 1000

/** The longest silence of a case that touches this month, as long as it had lasted by the month's end. */
function silence(
  { reported, ended = Number.POSITIVE_INFINITY, messages, promises }: Theft,
  month: string,
  now: number,
): Unit[] {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const begins = Date.UTC(year, number - 1, 1)
  const ends = Math.min(Date.UTC(year, number, 1), now)
  const said = [...messages].filter((at) => at > reported && at < ended).sort((a, b) => a - b)
  const words = [reported, ...said]
  const lasted = words.flatMap((since, at) => {
    const until = words[at + 1] ?? ended
    const promised = [...promises]
      .filter(([when]) => when > reported && when < ended && when <= since)
      .map(([, due]) => due)
    const due = Math.max(since + dayMs, ...promised)
    const end = Math.min(until, ends)
    return since < ends && until > begins ? [{ ms: end - since, kept: end <= due }] : []
  })
  if (lasted.length === 0) return []
  const ms = Math.max(...lasted.map((one) => one.ms))
  return [{ month, counts: { cases: true, kept: lasted.every(({ kept }) => kept) }, ms }]
}
