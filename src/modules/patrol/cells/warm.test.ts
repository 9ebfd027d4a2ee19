import assert from 'node:assert/strict'
import test from 'node:test'
import { testDatabase } from '#test/support/database'
import { hotspotsAsked } from './asked.ts'
import { warmMap } from './warm.ts'

test('a warm map is read and counted before anybody asks: the first look finds the same counts, and reads on from them', async (t) => {
  const { server, owner } = await testDatabase(t)
  await owner.pool.query(`insert into organisation (slug, name, sort) values ('met', 'Met', 'force')`)
  await owner.pool.query(
    `insert into theft_point select to_char(date '2025-01-01' + m * interval '1 month', 'YYYY-MM'), '-0.1419', '51.5152', 'Westminster', '3'
     from generate_series(0, 4) m`,
  )
  const theft = `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
    values (gen_random_uuid(), 'met', 528900, 181200, 50, now(), 'snatch', 'victim', true, nextval('theft_cell_changes'))`
  await owner.pool.query(theft)
  const steps: string[] = []
  for await (const step of warmMap(server.kysely as never, () => new Date())) steps.push(step)
  assert.deepEqual(steps.slice(0, 3), ['boroughs', 'published: counts', 'published: list'])
  assert.ok(steps.includes('reports: how they came'))
  // What was read is not read again: of the reports a row that changed without saying so is not seen.
  await owner.pool.query('update theft_cell set gone = true')
  await owner.pool.query(theft)
  const asked = { tenant: 'met', handledBy: undefined, now: new Date() }
  const { look } = await hotspotsAsked(server.kysely as never, { ...asked, source: 'reports' })
  assert.deepEqual([look.all, look.thefts], [2, 0], 'of fewer than three in a square no total is told')
  const published = await hotspotsAsked(server.kysely as never, { ...asked, source: 'published' })
  assert.equal(published.look.thefts, 15)
})
