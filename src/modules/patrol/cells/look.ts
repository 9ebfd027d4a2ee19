import type { Kysely } from 'kysely'
import { firstDayOf, momentOf, nameOfDay, nameOfMonth } from '#lib/cells/moment'
import { totalOf } from '#lib/forecast/history'
import {
  type KeptForecast,
  keptForecasts,
  lastTried,
  learnedBefore,
  learnedListOf,
} from '../forecast/theft-forecast.ts'
import type { Look } from './hotspots.ts'
import { totalTold, type Wanted } from './kinds-told.ts'
import { type PublishedCells, publishedCells } from './published-cells.ts'
import { eventAt, ReportedCells, type ReportedCellTables, type WhichReports } from './reported-cells.ts'

/** Exact reports to Ringback, or what the police published by month: never both in one map. */
export const sources = ['reports', 'published'] as const
export type Source = (typeof sources)[number]

/** Which thefts may be looked at, as `demandSource` (whose-look.ts) says it of a caller. */
export type Sight = {
  readonly source: Source
  readonly tenant: string
  /** Only reports that this force handles; undefined: those of all forces. */
  readonly handledBy: string | undefined
}

/**
 * `until`: as it was at the end of a month (published) or of a day (reports); what names neither is now. `method`: reports of that
 * kind alone, or of those who got away so; what the police publish has none.
 */
export type Asked = Sight & {
  readonly now: Date
  readonly until?: string | undefined
  readonly method?: Wanted | undefined
}

const live = new WeakMap<object, Map<string, ReportedCells>>()

/** A look, and what a page says of it. */
export type LookedAt = Look & {
  readonly source: Source
  /** Of one kind alone, and so of the squares alone that may tell it (kinds-told.ts). */
  readonly method?: Wanted | undefined
  /** The moments that it can be asked for, the newest first; the first one is now. */
  readonly moments: readonly string[]
  /** Which of them this is. */
  readonly at: string
  /** The first month there is a theft of. */
  readonly firstMonth: string | undefined
  /** Until that moment, and in all. Of reports the first is of squares with three or more, as the list tells them (kinds-told.ts). */
  readonly thefts: number
  readonly all: number
  /** Another one means that something has changed. */
  readonly version: string
  /** The reports are those of pretend organisations: so are their days and hours. */
  readonly simulated: boolean
  /** The last twelve steps of equal length, for what is new and what lasts; undefined where there are too few. */
  readonly steps: Steps | undefined
  /** What the back-test said of the learned model for the month after this look; undefined: it was not tried on these thefts. */
  readonly forecast?: KeptForecast | undefined
  /** When it was last tried, where that was on other thefts. */
  readonly triedBefore?: string | undefined
}

export type Steps = {
  readonly each: 'month' | 'week'
  /** As long as it stays the same, the slices do. */
  readonly key: string
  readonly slices: () => readonly Float32Array[]
}

/** A trend needs ten steps; a year of months shows no season as one. */
const mostSteps = 12
const leastSteps = 10

/** The counts to look at. Who works for a demo organisation sees the reports of demos alone, all others none of them. */
export async function lookAt(db: Kysely<ReportedCellTables>, asked: Asked): Promise<LookedAt> {
  if (asked.source === 'published') return withForecast(db, await publishedCells(db), asked)
  const own = await db.selectFrom('organisation').select('demo').where('slug', '=', asked.tenant).executeTakeFirst()
  const store = storeOf(db, { demo: own?.demo ?? false, handledBy: asked.handledBy })
  await store.refresh(db)
  return reported(store, asked, own?.demo ?? false)
}

/** One for all forces, and one for each force that ever asked for its own. */
function storeOf(db: Kysely<ReportedCellTables>, of: WhichReports): ReportedCells {
  // The same inside a transaction: its own object would read all reports anew each time.
  const { adapter } = db.getExecutor()
  const stores = live.get(adapter) ?? new Map<string, ReportedCells>()
  live.set(adapter, stores)
  const key = `${of.demo} ${of.handledBy ?? ''}`
  const store = stores.get(key) ?? new ReportedCells(of)
  stores.set(key, store)
  return store
}

/** Where the learned model is used for the month to come, the list and what is expected are its own. */
async function withForecast(db: Kysely<ReportedCellTables>, cells: PublishedCells, asked: Asked): Promise<LookedAt> {
  const look = published(cells, asked)
  const month = look.at && nameOfMonth((momentOf(look.at)?.month ?? 0) + 1)
  const forecast = (await keptForecasts(db, cells.reading)).find((one) => one.month === month)
  const triedBefore = forecast ? undefined : await lastTried(db)
  const learned = forecast && (await learnedListOf(db, forecast))
  if (!forecast || !learned) return { ...look, forecast, triedBefore }
  const madeBy = { by: 'learned', month: forecast.month, triedAt: forecast.madeAt } as const
  return { ...look, forecast, triedBefore, learned, madeBy, learnedBefore: await learnedBefore(db, forecast) }
}

function published({ counts, london, months, until, thefts: all }: PublishedCells, asked: Asked): LookedAt {
  const moments = months.map(nameOfMonth).reverse()
  const at = moments.find((one) => one === asked.until) ?? moments[0] ?? ''
  const month = momentOf(at)?.month ?? 0
  const then = months.filter((one) => one <= month)
  const shown = at === moments[0] ? counts : until(month)
  const steps = then.slice(-mostSteps)
  return {
    ...{ source: 'published', london, counts: shown, moments, at, simulated: false, version: at },
    // It looks back from the end of the last month there is, not from today: the file is older than the day.
    ...{ day: firstDayOf(month + 1), thefts: totalOf(shown.counts), all },
    firstMonth: moments.at(-1),
    steps:
      steps.length < leastSteps
        ? undefined
        : { each: 'month', key: at, slices: () => steps.map((one) => counts.month(one) as Float32Array) },
  }
}

function reported(store: ReportedCells, { now, until, method }: Asked, demo: boolean): LookedAt {
  const hour = eventAt(now.toISOString()).day
  const today = Math.floor(hour)
  const moment = hour + 1 / 24 // the end of this hour; in the last one of a day that is midnight, and the day is still today
  const { first } = store.span(today)
  const moments = momentsBack(today, first ?? today)
  const at = moments.find((one) => one === until) ?? (moments[0] as string)
  const isNow = at === moments[0]
  const day = isNow ? moment : (momentOf(at)?.day ?? today) + 1
  const kept = method ? store.ofKind(method) : store
  const then = () => (method ? store.ofKindUntil(method, day) : store.until(day))
  const counts = isNow ? kept.counts : then()
  const whole = isNow ? today : day // today is not over
  // Weeks before anybody counted are no quiet ones.
  const weeks = first === undefined ? 0 : Math.min(mostSteps, Math.floor((whole - first) / 7))
  return {
    ...{ source: 'reports', method, london: store.london, counts, moments, at, day },
    ...{ simulated: demo, version: store.version },
    ...{ thefts: totalTold(counts), all: store.thefts },
    lately: (days) => store.steps(day, { many: 1, days, kind: method })[0] as Float32Array,
    firstMonth: first === undefined ? undefined : nameOfDay(first).slice(0, 7),
    steps:
      weeks >= leastSteps
        ? {
            each: 'week',
            key: `${whole} ${store.span(whole).before}`,
            slices: () => store.steps(whole, { many: weeks, days: 7, kind: method }),
          }
        : undefined,
  }
}

/** Today and each day of two weeks before it, then week by week for half a year, as far as there are thefts. */
function momentsBack(today: number, first: number): string[] {
  const back = [...Array(14).keys(), ...Array.from({ length: 25 }, (_, at) => 14 + 7 * at)]
  return back.filter((days) => days === 0 || today - days >= first).map((days) => nameOfDay(today - days))
}
