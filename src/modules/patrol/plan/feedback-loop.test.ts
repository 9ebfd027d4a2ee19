import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { poisson, seeded } from '#lib/stats/random'
import { testDatabase } from '#test/support/database'
import { londonCells } from '../cells/london-cells.ts'
import { lookAt } from '../cells/look.ts'
import type { TheftSource } from '../cells/theft-cell.ts'
import { planShift } from './plan-shift.ts'

const { grid, boroughOf, boroughs } = londonCells()
const corner = (cell: number) => ({
  easting: grid.west + (cell % grid.cols) * grid.cell,
  northing: grid.south + Math.floor(cell / grid.cols) * grid.cell,
})

/** Two places of 3 by 3 squares in Bromley, 4.5 km apart: a unit that is posted at one gets to no square of the other. */
function places(): readonly [readonly number[], readonly number[]] {
  const isOwn = (cell: number) => boroughs[boroughOf[cell] as number] === 'Bromley'
  const block = (middle: number) =>
    [-1, 0, 1].flatMap((up) => [-1, 0, 1].map((across) => middle + up * grid.cols + across))
  for (const cell of boroughOf.keys()) {
    const [west, east] = [block(cell), block(cell + 30)]
    if ([...west, ...east].every(isOwn)) return [west, east]
  }
  throw new Error('Bromley is smaller than it was.')
}

const [weekMs, weeks] = [7 * 24 * 3_600_000, 10]
const begins = Date.parse('2026-03-02T14:00:00.000Z')
/** In each place, of victims; whoever walks there finds as many again as their stops. */
const [victimsAWeek, foundAStop] = [9, 0.5]

/**
 * The whole loop with the real parts: a plan from the store, what the patrol finds where it was sent, written into the store, and the
 * next plan. Gives the west's share of the map's weight after each week, and where the unit was sent.
 */
async function run(t: Parameters<typeof testDatabase>[0], foundAs: TheftSource, seed: number) {
  const { server, owner } = await testDatabase(t)
  await owner.pool.query(`insert into organisation (slug, name, sort, demo) values ('met', 'Met', 'force', false)`)
  const db = server.kysely as unknown as Parameters<typeof lookAt>[0]
  const [random, two] = [seeded(seed), places()]
  const write = async (cell: number, at: number, source: TheftSource) => {
    const { easting, northing } = corner(cell)
    await owner.pool.query(
      `insert into theft_cell (id, tenant, force, easting, northing, accuracy_metres, at, method, source, proved, change)
       values ($1, 'met', 'met', $2, $3, 20, $4, 'snatch', $5, true, nextval('theft_cell_changes'))`,
      [randomUUID(), easting, northing, new Date(at), source],
    )
  }
  const victims = async (week: number) => {
    for (const place of two)
      for (let theft = poisson(victimsAWeek, random); theft > 0; theft--)
        await write(place[random.below(9)] as number, begins + week * weekMs, 'victim')
  }
  const shares: number[] = []
  const sent: ('west' | 'east')[] = []
  await victims(-1)
  for (let week = 0; week < weeks; week++) {
    const now = new Date(begins + week * weekMs)
    const sight = { source: 'reports', tenant: 'met', handledBy: 'met', now } as const
    const look = await lookAt(db, sight)
    const plan = await planShift(look, {
      ...{ source: 'reports', area: 'Bromley', begins: now, hours: 2, gap: 60, lotPermille: 70, seed: week },
      ...{ units: [{ by: 'foot' }], dwell: { least: 12, most: 15 } },
    })
    assert.ok(plan)
    const cells = plan.tours.flatMap(({ stops }) => stops).map(({ square }) => cellOf(plan.squares[square]))
    sent.push(cells.filter((cell) => two[0].includes(cell)).length > 0 ? 'west' : 'east')
    // The same tour on each day of the week.
    for (const cell of cells)
      for (let found = poisson(7 * foundAStop, random); found > 0; found--) await write(cell, now.getTime(), foundAs)
    await victims(week)
    shares.push(shareOf(await lookAt(db, { ...sight, now: new Date(now.getTime() + weekMs - 1) }), two))
  }
  return { shares, sent }
}

const cellOf = (at: { easting: number; northing: number } | undefined) =>
  at ? ((at.northing - grid.south) / grid.cell) * grid.cols + (at.easting - grid.west) / grid.cell : -1

function shareOf({ counts, day }: Awaited<ReturnType<typeof lookAt>>, [west, east]: ReturnType<typeof places>) {
  const scores = counts.decayed.on(day)
  const of = (cells: readonly number[]) => cells.reduce((sum, cell) => sum + (scores[cell] as number), 0)
  return of(west) / (of(west) + of(east))
}

test('feedback: with the real planner and the real store, what patrols find changes nothing on the map while it has its flag', async (t) => {
  const { shares } = await run(t, 'patrol', 4)
  // Both places have as many thefts: a half each, but for luck.
  for (const share of shares.slice(4)) assert.ok(Math.abs(share - 0.5) < 0.12, String(shares))
})

test('feedback: the check can fail: the same finds told as victims’ reports, and the place that is patrolled first takes all patrols', async (t) => {
  const { shares, sent } = await run(t, 'victim', 4)
  const [last = 0.5] = shares.slice(-1)
  assert.ok(Math.abs(last - 0.5) > 0.2, String(shares))
  assert.equal(new Set(sent).size, 1, 'nobody ever goes to the other one again')
})
