import type { Kysely } from 'kysely'
import type { Release } from '#lib/forecast/release'
import type { LearnedList, TriedMonth } from './try-learned.ts'

export type TheftForecastTable = {
  theft_forecast: {
    month: string
    reading: string
    made_at: Date | string
    seconds: number
    release: Release
    listed: Buffer | null
    shares: Buffer | null
  }
}

/** What the back-test said for one month; `learned` opens the list, where there is one. */
export type KeptForecast = { readonly month: string; readonly madeAt: string; readonly release: Release }

/** Keeps what was found out in the place of what was there. */
export async function keepForecasts<Tables>(
  given: Kysely<Tables>,
  tried: readonly TriedMonth[],
  { reading, now }: { readonly reading: string; readonly now: Date },
): Promise<void> {
  const db = given as unknown as Kysely<TheftForecastTable>
  await db.transaction().execute(async (trx) => {
    await trx.deleteFrom('theft_forecast').execute()
    for (const { month, release, seconds, learned } of tried)
      await trx
        .insertInto('theft_forecast')
        .values({
          ...{ month, reading, made_at: now, seconds, release: JSON.stringify(release) as never },
          ...{ listed: bytesOf(learned?.listed), shares: bytesOf(learned?.shares) },
        })
        .execute()
  })
}

/** Those that were made of this reading of the thefts: of another one they say nothing. */
export async function keptForecasts<Tables>(given: Kysely<Tables>, reading: string): Promise<KeptForecast[]> {
  const db = given as unknown as Kysely<TheftForecastTable>
  const rows = await db
    .selectFrom('theft_forecast')
    .select(['month', 'made_at', 'release'])
    .where('reading', '=', reading)
    .execute()
  return rows.map(({ month, made_at, release }) => ({ month, release, madeAt: new Date(made_at).toISOString() }))
}

/** When the learned model was last tried, on whatever thefts were here then. */
export async function lastTried<Tables>(given: Kysely<Tables>): Promise<string | undefined> {
  const db = given as unknown as Kysely<TheftForecastTable>
  const row = await db
    .selectFrom('theft_forecast')
    .select(({ fn }) => fn.max('made_at').as('at'))
    .executeTakeFirst()
  return row?.at ? new Date(row.at).toISOString() : undefined
}

let read: { readonly of: string; readonly list: Promise<LearnedList | undefined> } | undefined

/** The list of a month in which the learned model is used. Read once: half a megabyte. */
export async function learnedListOf<Tables>(
  given: Kysely<Tables>,
  { month, madeAt, release }: KeptForecast,
): Promise<LearnedList | undefined> {
  if (release.uses !== 'learned') return undefined
  const of = `${month} ${madeAt}`
  if (read?.of !== of) {
    const list = readList(given as unknown as Kysely<TheftForecastTable>, month)
    read = { of, list }
    list.catch(() => {
      read = undefined // asked again by the next look
    })
  }
  return read.list
}

async function readList(db: Kysely<TheftForecastTable>, month: string): Promise<LearnedList | undefined> {
  const row = await db
    .selectFrom('theft_forecast')
    .select(['listed', 'shares'])
    .where('month', '=', month)
    .executeTakeFirst()
  return row?.listed && row.shares ? { listed: floatsOf(row.listed), shares: floatsOf(row.shares) } : undefined
}

let before: { readonly of: string; readonly lists: Promise<ReadonlyMap<string, Float32Array>> } | undefined

/** What the learned model listed for the months before, where it was released for them. Read once: some megabytes. */
export async function learnedBefore<Tables>(
  given: Kysely<Tables>,
  { month, madeAt }: KeptForecast,
): Promise<ReadonlyMap<string, Float32Array>> {
  const of = `${month} ${madeAt}`
  if (before?.of !== of) {
    const lists = readBefore(given as unknown as Kysely<TheftForecastTable>, month)
    before = { of, lists }
    lists.catch(() => {
      before = undefined // asked again by the next look
    })
  }
  return before.lists
}

async function readBefore(db: Kysely<TheftForecastTable>, month: string): Promise<ReadonlyMap<string, Float32Array>> {
  const rows = await db
    .selectFrom('theft_forecast')
    .select(['month', 'listed'])
    .where('month', '<', month)
    .where('listed', 'is not', null)
    .execute()
  return new Map(rows.flatMap(({ month, listed }) => (listed ? [[month, floatsOf(listed)] as const] : [])))
}

const bytesOf = (floats: Float32Array | undefined) => (floats ? Buffer.from(floats.buffer.slice(0)) : null)

/** A copy: a buffer of the database may begin where a float cannot. */
const floatsOf = (bytes: Buffer) => new Float32Array(Uint8Array.from(bytes).buffer)
