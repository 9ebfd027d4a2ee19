import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import type { Kysely } from 'kysely'
import { testDatabase } from '#test/support/database'
import { ladder, stays, undoOf } from './ladder.ts'
import { openStops, type StopTables, undoing } from './undo.ts'

const theft = '11111111-1111-4111-8111-111111111111'

test('USERS 4, not me: an undo lifts every lane that the ladder can have stopped, hard or soft; what stays is named with its reason', async (t) => {
  const kinds = ladder.map(({ kind }) => kind)
  for (const kind of kinds)
    assert.ok((undoOf[kind] !== undefined) !== (stays[kind] !== undefined), `${kind} is lifted, or stays, and not both`)
  assert.deepEqual(Object.keys({ ...undoOf, ...stays }).sort(), kinds.toSorted())

  const { owner } = await testDatabase(t)
  await owner.pool.query(`insert into organisation values ('a-partner', 'A partner', 'operator', true)`)
  await owner.pool.query(`insert into partner (slug, connector, config) values ('a-partner', 'none', '{}')`)
  for (const [n, kind] of kinds.entries())
    await owner.pool.query(
      `insert into action (id, stream, version, tenant, partner, kind, target, input, state)
        values (gen_random_uuid(), $1, $2, 'demo-public', 'a-partner', $3, $4, '{"reason":"stolen"}', $5)`,
      [`case/${theft}`, n + 1, kind, `case/${theft}/${kind}`, kind === 'wipe-handset' ? 'owed' : 'acknowledged'],
    )
  const stops = await openStops(owner.kysely as unknown as Kysely<StopTables>, theft, new Date())
  const lifted = undoing(stops)
  const undos = Object.values(undoOf)
  assert.deepEqual(lifted.map(({ kind }) => kind).sort(), undos.toSorted())
  assert.equal(
    new Set(lifted.map(({ cancels }) => cancels)).size,
    undos.length,
    'each names the stop that it takes back',
  )
})

test('the guide says of every lane whether an undo lifts it, in one table', () => {
  const guide = readFileSync(new URL('../../../docs/guide/victims-and-public.md', import.meta.url), 'utf8')
  const rows = [...guide.matchAll(/^\| `([a-z-]+)` +\| (.+?) *\| (.+?) *\|$/gm)].map(([, kind = '', undo, why]) => [
    kind,
    undo === 'stays' ? why : undo,
  ])
  const said = ladder.map(({ kind }) => [kind, stays[kind] ?? `\`${undoOf[kind]}\``])
  assert.deepEqual(rows, said)
})
