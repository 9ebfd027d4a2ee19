import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { type TestDatabase, testDatabase } from '#test/support/database'
import { claim, claimStatement, type Fate } from './claim.ts'

type Given = {
  readonly target: number
  readonly standing: boolean
  readonly attempts: number
  readonly state: 'owed' | 'acknowledged' | 'cancelled' | 'lapsed'
  /** How its `due` stands: come, in back-off, carried by another dispatcher, or waiting for a signal. */
  readonly clock: 'come' | 'later' | 'carried' | 'signal'
  readonly ended: boolean
  /** Which earlier action of the list it takes back, if any. */
  readonly cancels: number | undefined
}
type Row = Given & { readonly id: string; readonly position: number; readonly undoes: string | undefined }

const action = fc.record<Given>({
  target: fc.nat(2),
  standing: fc.boolean(),
  attempts: fc.nat(1),
  state: fc.constantFrom('owed', 'owed', 'owed', 'acknowledged', 'cancelled', 'lapsed'),
  clock: fc.constantFrom('come', 'come', 'come', 'later', 'carried', 'signal'),
  ended: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  cancels: fc.option(fc.nat(7), { nil: undefined }),
})

const rowsOf = (given: readonly Given[]): Row[] => {
  const ids = given.map(() => randomUUID())
  return given.map((one, index) => ({
    ...one,
    id: ids[index] ?? '',
    position: index,
    undoes: one.cancels === undefined ? undefined : ids[one.cancels],
  }))
}

/** The rule in its plainest form, by looking at every action against every other. */
function oracle(rows: readonly Row[]): Map<string, Fate> {
  const fates = new Map<string, Fate>()
  const open = rows.filter(({ state }) => state === 'owed')
  const canWithdraw = (row: Row) => row.standing || row.attempts === 0
  const heldBy = (row: Row) =>
    open.some((one) => one.position < row.position && (one.target === row.target || one.id === row.undoes))
  for (const row of open.filter(({ clock }) => clock === 'come')) {
    const undone = open.some((one) => one.undoes === row.id && one.position > row.position)
    const undoes = rows.find(({ id }) => id === row.undoes)
    const neverSent = undoes?.attempts === 0 && (undoes.state === 'cancelled' || undoes.state === 'lapsed')
    if (row.ended) fates.set(row.id, 'lapsed')
    else if (undone && canWithdraw(row)) fates.set(row.id, 'withdrawn')
    else if (heldBy(row)) fates.set(row.id, 'held')
    else fates.set(row.id, neverSent ? 'moot' : 'send')
  }
  for (const undo of open.filter(({ id }) => fates.get(id) === 'held')) {
    const undone = open.find(({ id, position }) => id === undo.undoes && position < undo.position)
    if (undone && canWithdraw(undone) && undone.clock !== 'carried' && !fates.has(undone.id))
      fates.set(undone.id, 'withdrawn')
  }
  return fates
}

const dueOf = { come: `now() - interval '1 s'`, later: `now() + interval '1 h'`, signal: `'infinity'` }

async function insert({ owner }: TestDatabase, rows: readonly Row[]): Promise<void> {
  await owner.pool.query('delete from action')
  for (const { id, target, standing, attempts, state, clock, ended, undoes } of rows)
    await owner.pool.query(
      `insert into action (id, stream, version, tenant, partner, kind, target, input, standing, attempts, state, cancels,
         until, claimed_by, due)
       values ($1, 'case/1', 1, 'test', 'north', 'watch-handset', $2, '{}', $3, $4, $5, $6,
         case when $7 then now() - interval '1 s' end, case when $8 then 'other' end,
         ${clock === 'carried' ? dueOf.later : dueOf[clock]})`,
      [id, String(target), standing, attempts, state, undoes ?? null, ended, clock === 'carried'],
    )
}

const leaseMs = 60_000

test('order holds for each target as the plain rule says, and an undo is never held back by what it cancels', async (t) => {
  const db = await testDatabase(t)
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 8 }), async (given) => {
      const rows = rowsOf(given)
      await insert(db, rows)
      const seen = await claim(db.server.pool, [{ partner: 'north', free: 50, leaseMs }], 'me')
      const expected = oracle(rows)
      // Something withdrawn by its undo may be found from either side, but only once.
      assert.equal(new Set(seen.map(({ id }) => id)).size, seen.length)
      assert.deepEqual(Object.fromEntries(seen.map(({ id, fate }) => [id, fate])), Object.fromEntries(expected))
    }),
    { numRuns: 150 },
  )
})

test('nothing is looked at twice: what was claimed or held is not due again at once', async (t) => {
  const db = await testDatabase(t)
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 8 }), async (given) => {
      await insert(db, rowsOf(given))
      await claim(db.server.pool, [{ partner: 'north', free: 50, leaseMs }], 'me')
      assert.deepEqual(await claim(db.server.pool, [{ partner: 'north', free: 50, leaseMs }], 'me'), [])
    }),
    { numRuns: 50 },
  )
})

test('M2: when more is due than a lane has room for, what is proved goes before bare claims, and messages last; within one step the longest owed', async (t) => {
  const db = await testDatabase(t)
  const due = [
    'send-text',
    'lock-screen',
    'record-crime',
    'match-identity',
    'list-stolen',
    'freeze-account',
    'suspend-line',
  ]
  const order = [
    ...['suspend-line', 'freeze-account', 'list-stolen'],
    ...['lock-screen', 'match-identity', 'record-crime', 'send-text'],
  ]
  await db.owner.pool.query(
    `insert into action (id, stream, version, tenant, partner, kind, target, input, due)
     select gen_random_uuid(), 'case/1', 1, 'test', 'north', kind, kind, '{}', now() - interval '1 h' + no * interval '1 s'
     from unnest($1::text[]) with ordinality as one(kind, no)`,
    [due],
  )
  const taken: string[] = []
  for (let look = 0; look < due.length; look++)
    for (const { kind } of await claim(db.server.pool, [{ partner: 'north', free: 1, leaseMs }], 'me')) taken.push(kind)
  assert.deepEqual(taken, order)
})

type Plan = {
  'Node Type': string
  'Index Name'?: string
  'Actual Rows': number
  'Actual Loops': number
  'Rows Removed by Filter'?: number
  Plans?: Plan[]
}
const nodes = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(nodes)]

test('ten thousand actions owed to one dead partner cost the claims of the others nothing', async (t) => {
  const db = await testDatabase(t)
  await backlog(db)
  const read = async (dead: number) => {
    const { text, values } = claimStatement([{ partner: 'live', free: 8, leaseMs }], 'me')
    const client = await db.owner.pool.connect()
    try {
      await client.query('begin')
      await client.query(`delete from action where partner = 'dead' and position > $1`, [dead])
      const { rows } = await client.query(`explain (analyze, format json) ${text}`, values)
      return nodes(rows[0]['QUERY PLAN'][0].Plan)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  const plan = await read(1_000_000)
  const scans = plan.filter(({ 'Node Type': type }) => type.includes('Scan') && !/CTE|Function|Subquery/.test(type))
  for (const scan of scans) {
    const looked = (scan['Actual Rows'] + (scan['Rows Removed by Filter'] ?? 0)) * scan['Actual Loops']
    assert.ok(looked <= 8, `${scan['Node Type']} ${scan['Index Name']} looked at ${looked} rows`)
  }
  assert.ok(scans.some(({ 'Index Name': name }) => name === 'action_owed'))
  assert.deepEqual(shape(plan), shape(await read(0)), 'the same plan without the dead partner')
})

const shape = (plan: readonly Plan[]) => plan.map((node) => [node['Node Type'], node['Index Name']])

async function backlog({ owner }: TestDatabase): Promise<void> {
  await owner.pool.query(
    `insert into action (id, stream, version, tenant, partner, kind, target, input, standing, due)
     select gen_random_uuid(), 'case/1', 1, 'test', partner, 'block-handset', n::text, '{}', false, now() - interval '1 min'
     from unnest(array['dead', 'live']) partner, generate_series(1, case when partner = 'dead' then 10000 else 40 end) n`,
  )
  await owner.pool.query('analyze action')
}

test('a hundred thousand standing orders that wait for a signal are not looked at', async (t: TestContext) => {
  const db = await testDatabase(t)
  await db.owner.pool.query(
    `insert into action (id, stream, version, tenant, partner, kind, target, input, standing, attempts, due)
     select gen_random_uuid(), 'case/1', 1, 'test', 'north', 'watch-handset', n::text, '{}', true, 1, 'infinity'
     from generate_series(1, 100000) n`,
  )
  await db.owner.pool.query('analyze action')
  const { text, values } = claimStatement([{ partner: 'north', free: 8, leaseMs }], 'me')
  const { rows } = await db.owner.pool.query(`explain (analyze, format json) ${text}`, values)
  const scan = nodes(rows[0]['QUERY PLAN'][0].Plan).find(({ 'Index Name': name }) => name === 'action_owed')
  assert.equal(scan?.['Actual Rows'], 0)
  assert.equal(scan?.['Rows Removed by Filter'] ?? 0, 0)
})
