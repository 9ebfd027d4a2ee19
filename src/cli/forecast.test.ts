import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandHere } from '#test/support/command'
import { testDatabase } from '#test/support/database'

test('the learned model is tried on the thefts that are here, month by month, and what came of it is kept; without thefts it says so', async (t) => {
  const { url, serverUrl, owner } = await testDatabase(t)
  const env = { DATABASE_URL: url, DATABASE_SERVER_URL: serverUrl, LOG_LEVEL: 'error' }
  const none = await commandHere(['forecast'], env)
  assert.equal(none.code, 1)
  assert.match(none.err, /no published thefts of four months/)
  for (let month = 1; month <= 5; month++)
    await owner.pool.query(`insert into theft_point values ($1, '-0.14', '51.5', 'Westminster', '7')`, [
      `2026-0${month}`,
    ])
  const { code, out, err } = await commandHere(['forecast', '--json'], env)
  assert.equal(code, 0, err)
  const lines = out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { month: string; uses: string; why: string; seconds: number })
  assert.deepEqual(
    lines.map(({ month, uses }) => [month, uses]),
    [
      ['2026-04', 'floor'],
      ['2026-05', 'floor'],
      ['2026-06', 'floor'],
    ],
  )
  assert.match(
    lines[2]?.why ?? '',
    /^The floor is used\. The learned model could be tried in \d months only, and 6 are needed\.$/,
  )
  const { rows } = await owner.pool.query(
    `select month, reading = (select number from published_reading) as current, listed from theft_forecast order by month`,
  )
  assert.deepEqual(
    rows.map(({ month, current, listed }) => [month, current, listed]),
    lines.map(({ month }) => [month, true, null]),
  )
  // Again: in the place of what was there.
  assert.equal((await commandHere(['forecast'], env)).code, 0)
  assert.equal((await owner.pool.query('select 1 from theft_forecast')).rowCount, 3)
})
