import { setTimeout as pause } from 'node:timers/promises'
import type pg from 'pg'
import { atMost, type Figure, median, quantile, recorded } from '../frame.ts'

/** Sends one report of a theft in a square and comes back when it is answered. */
export type SendReport = (cell: number) => Promise<void>

const pollMs = 5
const patienceMs = 20_000
/** More reports than this in a quiet square within minutes are a rise by any rule. */
const mostReports = 12

/** Milliseconds from when a report was sent until its row stands, and from the row until it is decided on and its finding is listed. */
type Decided = { readonly row: number; readonly decision: number; readonly finding: number | undefined }

/**
 * The whole way of the product, and no copy of its rule in memory: reports over HTTP into squares with few, until a rise is told of each. A
 * row is what the reaction wrote that counts thefts; the decision is the job's, which keeps up to which row it has decided.
 */
export async function decisions(owner: pg.Client, send: SendReport, cells: readonly number[]): Promise<Figure[]> {
  const all: Decided[] = []
  for (const cell of cells) all.push(...(await untilRise(owner, send, cell)))
  const found = all.flatMap(({ finding }) => finding ?? [])
  if (found.length < cells.length)
    throw new Error(`Of ${cells.length} squares only ${found.length} had a rise after ${mostReports} reports each.`)
  const timed = (name: string, ms: readonly number[], most: number): Figure[] => [
    recorded(`${name}, p50`, median(ms) / 1000, 's'),
    atMost('  p95', quantile(ms, 0.95) / 1000, 's', most),
    recorded('  longest', Math.max(...ms) / 1000, 's'),
  ]
  const of = (what: 'row' | 'decision') => all.map((one) => one[what])
  return [
    recorded(
      `reports over HTTP into ${cells.length} quiet squares until a rise is told of each`,
      all.length,
      'reports',
    ),
    recorded('sent until its row stands, p50', median(of('row')) / 1000, 's'),
    ...timed('row to the decision on it (database, job, rule)', of('decision'), 0.5),
    ...timed('row to the finding in the analyst’s list', found, 1),
  ]
}

async function untilRise(owner: pg.Client, send: SendReport, cell: number): Promise<Decided[]> {
  const decided: Decided[] = []
  const from = await lastDecided(owner)
  const before = await findings(owner)
  for (let report = 0; report < mostReports; report++) {
    const known = await rowsSince(owner, from)
    const began = performance.now()
    const sending = send(cell)
    const change = await until(
      'a row',
      async () => (await rowsSince(owner, from)).find(({ id }) => known.every((one) => one.id !== id))?.change,
    )
    const row = performance.now()
    await until('a decision', async () => ((await lastDecided(owner)) >= change ? true : undefined))
    const decision = performance.now() - row
    await sending
    // What is decided is told before it counts as decided; the list follows it.
    const isTold = (await places(owner)) > before
    if (isTold) await until('a finding', async () => ((await findings(owner)) > before ? true : undefined))
    decided.push({ row: row - began, decision, finding: isTold ? performance.now() - row : undefined })
    if (isTold) break
  }
  return decided
}

async function until<T>(what: string, ask: () => Promise<T | undefined>): Promise<T> {
  for (const end = performance.now() + patienceMs; performance.now() < end; await pause(pollMs)) {
    const answer = await ask()
    if (answer !== undefined) return answer
  }
  throw new Error(`There was no sign of ${what} for ${patienceMs / 1000} s.`)
}

async function rowsSince(owner: pg.Client, change: bigint): Promise<{ id: string; change: bigint }[]> {
  const { rows } = await owner.query('select id, change from theft_cell where change > $1', [`${change}`])
  return rows.map(({ id, change }) => ({ id, change: BigInt(change) }))
}

const lastDecided = async (owner: pg.Client): Promise<bigint> =>
  BigInt((await owner.query('select change from rise_look where demo')).rows[0]?.change ?? -1)

const countOf = async (owner: pg.Client, table: 'pattern_place' | 'pattern_finding'): Promise<number> =>
  (await owner.query(`select count(*)::int as many from ${table} where pattern = 'rise'`)).rows[0].many
const places = (owner: pg.Client) => countOf(owner, 'pattern_place')
const findings = (owner: pg.Client) => countOf(owner, 'pattern_finding')
