import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { layOutOwed } from './owed.ts'

const owe = `
with written as (
  insert into event (stream, version, type, type_version, tenant, actor, cause, data, owes)
  select 'case/1', version, 'test.owed', 1, 'test', 'system:test', 'test', '{}',
    jsonb_build_array(jsonb_build_object('partners', '["north", "south"]'::jsonb, 'kind', 'k', 'target', version::text, 'input', '{}'::jsonb))
  from generate_series(1, 30) version order by version returning id
) insert into owed select id from written`

test('what is owed is laid out in the order of the events, however many lay out at once', async (t) => {
  const { owner, server } = await testDatabase(t)
  await owner.pool.query(owe)
  const left = async () => (await owner.pool.query('select from owed')).rowCount
  while (await left()) await Promise.all([1, 2, 3, 4].map(() => layOutOwed(server.pool, 4)))
  const { rows } = await owner.pool.query<{ target: string; partner: string; id: string }>(
    'select target, partner, id from action order by position',
  )
  const expected = Array.from({ length: 60 }, (_, n) => `${Math.floor(n / 2) + 1} ${n % 2 ? 'south' : 'north'}`)
  assert.deepEqual(
    rows.map(({ target, partner }) => `${target} ${partner}`),
    expected,
  )
  for (const { id } of rows) assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
})
