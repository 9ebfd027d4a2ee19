import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { confirm, type FollowerTables, followers } from './followers.ts'
import forgetFollowers from './jobs/forget-followers.ts'

const start = Date.parse('2026-11-27T10:00:00Z')
const day = 86_400_000
const after = (days: number) => new Date(start + days * day)

test('a node that is silent for a month is behind in nothing any more, and after 400 days it is forgotten', async (t) => {
  const db = await testDatabase<FollowerTables>(t)
  const { kysely } = db.server
  await db.owner.pool.query(`insert into list_piece (last, first, seq, hash) values (9, 1, 1, '')`)
  await confirm(kysely, { operator: 'first-network', node: 'east', now: after(0) }, 4)
  await confirm(kysely, { operator: 'first-network', node: 'west', now: after(29) }, 7)
  const lags = async (days: number) =>
    (await followers(kysely, after(days))).map(({ node, lag }) => `${node} ${lag}`).join(', ')
  assert.equal(await lags(30), 'east 5, west 2')
  assert.equal(await lags(30.1), 'east null, west 2')
  await db.owner.pool.query('update list_follower set differs = 3')
  assert.deepEqual(
    (await followers(kysely, after(31))).map(({ differs }) => differs),
    [null, 3],
  )
  const forget = (days: number) => forgetFollowers.run({ db: kysely, now: () => after(days) } as never)
  await forget(400)
  assert.equal((await followers(kysely, after(400))).length, 2)
  await forget(400.1)
  assert.deepEqual(
    (await followers(kysely, after(401))).map(({ node }) => node),
    ['west'],
  )
  await confirm(kysely, { operator: 'first-network', node: 'east', now: after(401) }, 9)
  assert.equal(await lags(401), 'east 0, west null', 'one that comes back is there again')
})
