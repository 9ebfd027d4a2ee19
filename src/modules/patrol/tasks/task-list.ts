import type { Kysely } from 'kysely'
import { boroughAt, londonCells } from '../cells/london-cells.ts'
import { squareAt } from '../cells/thefts-since.ts'
import type { PatternPlaceTable } from '../pattern-places.ts'
import type { PatternFindingTable } from '../views/pattern-finding.ts'
import type { TaskTable } from '../views/task.ts'
import type { TaskPlaceTable } from './raise-once.ts'
import { confidenceOf, rankTasks } from './rank-tasks.ts'
import { goodResults, type TaskKind, taskKinds } from './task.ts'
import { seesTask, type TaskLooking } from './who-sees.ts'

export type TaskTables = TaskTable &
  TaskPlaceTable &
  PatternFindingTable &
  PatternPlaceTable & { organisation: { slug: string; name: string; demo: boolean } }

const day = 24 * 3_600_000
const judgedForMs = 365 * day
const talliedForMs = 28 * day

type Row = Awaited<ReturnType<typeof rowsOf>>[number]

/** A task as a page shows it. */
export type ShownTask = Omit<Row, 'until'> & {
  readonly stake: number
  readonly confidence: number
  readonly raisedAt: number
  readonly until: number
  readonly worth: number
  /** Its squares in London; none of a dealer. */
  readonly squares: readonly number[]
  readonly borough: string
}

/** What became of the tasks of four weeks, by kind. */
export type TaskTally = {
  readonly kind: TaskKind
  readonly raised: number
  readonly done: number
  /** Of those that were done: phones found, somebody identified, or something agreed. */
  readonly good: number
  readonly putAside: number
  /** Left the list by themselves, because nobody said anything in time. */
  readonly expired: number
}

/**
 * The tasks that stand, ranked, as far as this caller may know of them, and what became of those of four weeks. Of demos for who
 * works for one, else of none. A task whose finding an analyst has put aside is over with it.
 */
export async function taskList(db: Kysely<TaskTables>, looking: TaskLooking & { readonly now: Date }) {
  const { tenant, now } = looking
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', tenant).executeTakeFirst()
  const all = await rowsOf(db, own?.demo ?? false, new Date(now.getTime() - judgedForMs))
  const trust = await trustOf(db, own?.demo ?? false, all, now)
  const seen = all.filter((task) => seesTask(task, looking))
  const open = seen.filter((task) => task.ended_at === null && task.answer !== 'dismissed')
  const known = open.map((task) => ({
    ...task,
    ...{ stake: task.stake_tenths / 10, confidence: confidenceOf(trust(task.source)) },
    ...{ raisedAt: new Date(task.raised_at).getTime(), until: new Date(task.until).getTime() },
  }))
  const tasks: ShownTask[] = rankTasks(known, now.getTime()).map((task) => ({ ...task, ...placeOf(task) }))
  return { tasks, tally: tallyOf(seen, now.getTime()) }
}

const rowsOf = (db: Kysely<TaskTables>, demo: boolean, since: Date) =>
  db
    .selectFrom('task')
    .leftJoin('task_place', 'task_place.task', 'task.task')
    .leftJoin('pattern_place', 'pattern_place.finding', 'task.finding')
    .leftJoin('pattern_finding', 'pattern_finding.finding', 'task.finding')
    .leftJoin('organisation', 'organisation.slug', 'task.taken_by')
    .leftJoin('organisation as shop', 'shop.slug', 'task.dealer')
    .selectAll('task')
    .select(['easting', 'northing', 'eastings', 'northings', 'method', 'starts', 'ends', 'chance_one_in', 'answer'])
    .select(['organisation.name as by', 'shop.name as shop'])
    .where((eb) => eb.fn.coalesce('task_place.demo', 'pattern_place.demo'), '=', demo)
    .where('raised_at', '>', since)
    .execute()

/** Squares as the places say them: of a pattern all of its own, of others the one. */
type Placed = Pick<Row, 'easting' | 'northing' | 'eastings' | 'northings'>

function placeOf({ easting, northing, eastings, northings }: Placed) {
  const { grid } = londonCells()
  const [east, north] = eastings && northings ? [eastings, northings] : [[easting], [northing]]
  const corners = east.flatMap((one, at) => {
    const other = north[at]
    return one === null || other === null || other === undefined ? [] : [{ easting: one, northing: other }]
  })
  const squares = corners.map((corner) => squareAt(grid, corner.easting, corner.northing)).filter((cell) => cell >= 0)
  return { squares, borough: corners[0] ? boroughAt(corners[0]) : '' }
}

/**
 * How often each source was right in a year. Right: what was done found something. Wrong: nothing was there, or somebody said no. That a
 * task was taken says nothing: else what is ranked high would be trusted for being ranked high.
 */
async function trustOf(db: Kysely<TaskTables>, demo: boolean, all: readonly Row[], now: Date) {
  const dismissed = await db
    .selectFrom('pattern_finding')
    .innerJoin('pattern_place', 'pattern_place.finding', 'pattern_finding.finding')
    .select('pattern_finding.pattern as source')
    .select((eb) => eb.fn.countAll<string>().as('times'))
    .where('demo', '=', demo)
    .where('answer', '=', 'dismissed')
    .where('found_at', '>', new Date(now.getTime() - judgedForMs))
    .groupBy('pattern_finding.pattern')
    .execute()
  const bySource = Map.groupBy(all, ({ source }) => source)
  return (source: string) => {
    const its = bySource.get(source) ?? []
    // Of a finding that was put aside with its task, the finding alone counts.
    const wrong = its.filter(
      ({ result, reason, answer }) => result === 'nothing-there' || (reason !== null && answer !== 'dismissed'),
    )
    const right = its.filter(({ result }) => result !== null && goodResults.includes(result))
    const findings = Number(dismissed.find((one) => one.source === source)?.times ?? 0)
    return { right: right.length, wrong: wrong.length + findings }
  }
}

function tallyOf(all: readonly Row[], now: number): TaskTally[] {
  const lately = all.filter(({ raised_at }) => new Date(raised_at).getTime() > now - talliedForMs)
  return taskKinds.flatMap((kind) => {
    const its = lately.filter((task) => task.kind === kind)
    if (its.length === 0) return []
    const dropped = its.filter(
      ({ reason, ended_at, answer }) => reason ?? (ended_at === null && answer === 'dismissed'),
    )
    const gone = its.filter(
      (task) => task.ended_at === null && task.answer !== 'dismissed' && new Date(task.until).getTime() <= now,
    )
    return [
      {
        ...{ kind, raised: its.length, putAside: dropped.length, expired: gone.length },
        done: its.filter(({ result }) => result !== null).length,
        good: its.filter(({ result }) => result !== null && goodResults.includes(result)).length,
      },
    ]
  })
}
