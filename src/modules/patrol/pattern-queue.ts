import { createHash } from 'node:crypto'
import type { Kysely } from 'kysely'
import { londonCells } from './cells/london-cells.ts'
import { squareAt } from './cells/thefts-since.ts'
import type { PatternPlaceTable } from './pattern-places.ts'
import type { PatternFindingTable } from './views/pattern-finding.ts'

export type PatternQueueTables = PatternFindingTable &
  PatternPlaceTable & { organisation: { slug: string; name: string; demo: boolean } }

const mostShown = 100
const day = 24 * 3_600_000
const shownForMs = 28 * day
const judgedForMs = 365 * day

/** Findings that wait, the newest first, and those answered in the last 28 days: of demos for who works for one, else of none. */
export async function patternQueue(db: Kysely<PatternQueueTables>, { tenant, now }: { tenant: string; now: Date }) {
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const all = db
    .selectFrom('pattern_finding')
    .innerJoin('pattern_place', 'pattern_place.finding', 'pattern_finding.finding')
    .leftJoin('organisation', 'organisation.slug', 'pattern_finding.answered_by')
    .leftJoin('pattern_finding as before', 'before.finding', 'pattern_place.follows')
    .selectAll('pattern_finding')
    .select(['before.thefts as before', 'before.answered_at as before_answered', 'before.answer as before_answer'])
    .select('before.reason as before_reason')
    .select(['method', 'eastings', 'northings', 'organisation.name as by'])
    .where('pattern_place.demo', '=', own?.demo ?? false)
    .limit(mostShown)
  const judged = db
    .selectFrom('pattern_finding')
    .innerJoin('pattern_place', 'pattern_place.finding', 'pattern_finding.finding')
    .select(['pattern_finding.pattern', 'answer', 'reason'])
    .select((eb) => eb.fn.countAll<string>().as('times'))
    .where('demo', '=', own?.demo ?? false)
    .where('found_at', '>', new Date(now.getTime() - judgedForMs))
    .groupBy(['pattern_finding.pattern', 'answer', 'reason'])
  const [open, answered, judgements] = await Promise.all([
    all.where('pattern_finding.answered_at', 'is', null).orderBy('pattern_finding.found_at', 'desc').execute(),
    all
      .where('pattern_finding.answered_at', '>', new Date(now.getTime() - shownForMs))
      .orderBy('pattern_finding.answered_at', 'desc')
      .execute(),
    judged.execute(),
  ])
  return { open: open.map(placed), answered: answered.map(placed), record: recordOf(judgements) }
}

/** How many wait for an answer of who works for this organisation, and a name for how all findings stand: another one means news. */
export async function patternsStand(db: Kysely<PatternQueueTables>, tenant: string) {
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const rows = await db
    .selectFrom('pattern_finding')
    .innerJoin('pattern_place', 'pattern_place.finding', 'pattern_finding.finding')
    .select(['pattern_finding.finding', 'answered_at'])
    .where('demo', '=', own?.demo ?? false)
    .orderBy('found_at', 'desc')
    .orderBy('pattern_finding.finding')
    .limit(2 * mostShown)
    .execute()
  const each = rows.map(({ finding, answered_at: at }) => `${finding} ${at ? 'answered' : 'waits'}`)
  return {
    waiting: rows.filter(({ answered_at: at }) => at === null).length,
    stand: createHash('sha256').update(each.join()).digest('base64url').slice(0, 22),
  }
}

/** How each pattern did in a year: what people made of what it found tells whether it is worth their time. */
export type PatternRecord = {
  readonly pattern: string
  readonly found: number
  readonly acknowledged: number
  readonly dismissed: number
  /** Of those put aside, the ones that had nothing in common: as far as people can say, false alarms. */
  readonly noLink: number
}

function recordOf(rows: readonly { pattern: string; answer: string | null; reason: string | null; times: string }[]) {
  return [...Map.groupBy(rows, ({ pattern }) => pattern)]
    .map(([pattern, its]): PatternRecord => {
      const sum = (fits: (one: (typeof its)[number]) => boolean) =>
        its.filter(fits).reduce((all, { times }) => all + Number(times), 0)
      return {
        pattern,
        found: sum(() => true),
        acknowledged: sum(({ answer }) => answer === 'acknowledged'),
        dismissed: sum(({ answer }) => answer === 'dismissed'),
        noLink: sum(({ reason }) => reason === 'no-link'),
      }
    })
    .sort((a, b) => a.pattern.localeCompare(b.pattern))
}

export type QueuedPattern = Awaited<ReturnType<typeof patternQueue>>['open'][number]

function placed<Row extends { eastings: readonly number[]; northings: readonly number[] }>(row: Row) {
  const { grid, boroughs, boroughOf } = londonCells()
  const squares = row.eastings.map((easting, at) => squareAt(grid, easting, row.northings[at] as number))
  const [first = -1] = squares
  return { ...row, squares, borough: boroughs[boroughOf[first] as number] ?? '' }
}
