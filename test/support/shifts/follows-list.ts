import assert from 'node:assert/strict'
import { liveChannel } from '#http'
import { squaresTopic } from '#modules/patrol/cells/theft-cell'
import { londonCells } from '#modules/patrol/public'
import type { Shifts } from '../shifts.ts'
import type { Person } from '../staff-browser.ts'

/**
 * B73: a report that makes a square one of the first begins its geofence, and ends the one that it puts out; one that somebody drew stays. Taken
 * back, all is as before; ended, they are gone. `held`: the fences that follow the list now.
 */
async function followsTheList(
  { loop, sql, clock }: Shifts,
  sergeant: Person,
  held: () => Promise<string[]>,
): Promise<void> {
  const before = await held()
  const { grid, boroughs, boroughOf } = londonCells()
  const cell = boroughOf.indexOf(boroughs.indexOf('Westminster'))
  const corner = [grid.west + (cell % grid.cols) * grid.cell, grid.south + Math.floor(cell / grid.cols) * grid.cell]
  const [drawn] = await sql<{ fence: string }>(
    'select fence from geofence where zones is null and plan is null limit 1',
  )
  assert.ok(drawn)
  await sql('update geofence set retired = null where fence = $1', [drawn.fence])
  const told = () => sql('select pg_notify($1, $2)', [liveChannel, squaresTopic])
  await sql(
    `insert into theft_cell (id, tenant, force, easting, northing, accuracy_metres, at, method, source, proved, change)
     select gen_random_uuid(), 'demo-public', 'demo-met', $1, $2, 20, $3, 'snatch', 'victim', true, nextval('theft_cell_changes')
     from generate_series(1, 40)`,
    [...corner, new Date(clock.at)],
  )
  await told()
  const moved = await loop.until('a geofence on the new first square', async () => {
    const now = await held()
    return now.some((fence) => !before.includes(fence)) && now
  })
  assert.equal(moved.length, 5)
  assert.equal(moved.filter((fence) => before.includes(fence)).length, 4, 'one fell out, for one that came in')
  const [begun] = await sql<{ west: number; south: number }>('select west, south from geofence where fence = $1', [
    moved.find((fence) => !before.includes(fence)),
  ])
  assert.deepEqual([begun?.west, begun?.south], corner)
  const page = await sergeant.page('/staff/fences')
  assert.match(page, /The first 5 squares of Westminster’s list, until/)
  assert.match(page, new RegExp(`name="fence" value="${drawn.fence}"`), 'one that somebody drew stays as it is')
  await sql(
    `update theft_cell set gone = true, change = nextval('theft_cell_changes') where easting = $1 and northing = $2`,
    corner,
  )
  await told()
  await loop.until('the list as it was', async () =>
    (await held()).every((fence) => !moved.includes(fence) || before.includes(fence)),
  )
  const [, zones = ''] = /name="zones" value="([^"]+)"/.exec(page) ?? []
  assert.match(
    (await sergeant.send('/staff/fences', { do: 'end-zones', zones: crypto.randomUUID() })).text,
    /have ended already/,
  )
  assert.equal((await sergeant.send('/staff/fences', { do: 'end-zones', zones })).status, 303)
  assert.deepEqual(await held(), [])
  await sql('update geofence set retired = until where fence = $1', [drawn.fence])
}

const hot = { do: 'hotspots', borough: 'Westminster', count: '3', hotDays: '1' }

/** Geofences on the first squares of a borough: three, the same when pressed again, five; then they follow the list. */
export async function makesFromHotspots(
  shifts: Shifts,
  { sergeant, analyst }: { readonly sergeant: Person; readonly analyst: Person },
  hear: (what: RegExp) => Promise<void>,
) {
  const many = await sergeant.send('/staff/fences', hot)
  assert.equal(many.status, 303, many.text)
  await hear(/"fences":3/)
  // Pressed again: the same ones, each square once; with more of them, those are added.
  const heldNow = async () => {
    const { features: held } = (await (await analyst.get('/staff/fences.geojson')).json()) as {
      features: { id: string; properties: { kind: string } }[]
    }
    return held.filter(({ properties }) => properties.kind === 'hotspot').map(({ id }) => id)
  }
  const three = await heldNow()
  assert.equal((await sergeant.send('/staff/fences', hot)).status, 303)
  assert.deepEqual((await heldNow()).toSorted(), three.toSorted())
  assert.equal((await sergeant.send('/staff/fences', { ...hot, count: '5' })).status, 303)
  await hear(/"fences":5/)
  const five = await heldNow()
  assert.ok(three.every((id) => five.includes(id)))
  await followsTheList(shifts, sergeant, heldNow)
  return hot
}
