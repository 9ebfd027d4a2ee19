import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ImeiKey } from '#lib/imei/imei'
import { type RegisterStatus, statusesOf } from '#modules/register/public'
import { openDatabase } from '#platform/database'
import { testDatabase } from '#test/support/database'
import { type Facts, factsOf } from './handset-facts.ts'

const now = new Date('2026-11-27T12:00:00.000Z')
const keys = ['49015420323751', '35693803564380', '35209900176148'] as ImeiKey[]
const caseOf = (n: number) => `5a3f0a7b-1c11-4a55-9a35-00000000000${n}`
const end = fc.constantFrom(
  null,
  '2026-11-27T11:59:59.999Z',
  '2026-11-27T12:00:00.000Z',
  '2026-11-28T00:00:00.000Z',
  '2026-11-29T00:00:00.000Z',
)

const held = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom(...keys),
    status: fc.constantFrom('clear' as const, 'wait' as const, 'stolen' as const),
    theft: fc.option(fc.integer({ min: 1, max: 3 }).map(caseOf)),
    until: end,
  }),
  { selector: ({ key, theft }) => `${key} ${theft}`, maxLength: 8 },
)
const open = fc.uniqueArray(
  fc.record({ key: fc.constantFrom(...keys), theft: fc.integer({ min: 4, max: 6 }).map(caseOf), until: end }),
  { selector: ({ key }) => key, maxLength: 3 },
)

// What stands beside cases. A number that thousands carry is never held by either.
const dummy = '12345678901234' as ImeiKey
const all = [...keys, dummy]
const listed = fc.uniqueArray(
  fc.record({
    key: fc.constantFrom(...all),
    source: fc.constantFrom('list/north', 'list/south', `case/${caseOf(7)}`),
    status: fc.constantFrom('blocked' as const, 'tracked' as const),
    until: end,
  }),
  { selector: ({ key, source }) => `${key} ${source}`, maxLength: 8 },
)
const covered = {
  'tac/49015420': [49015420000000, 49015420999999],
  'range/49015420323751-49015420323999': [49015420323751, 49015420323999],
  'range/49015420000000-49015420323750': [49015420000000, 49015420323750],
  'tac/35693803': [35693803000000, 35693803999999],
  'tac/12345678': [12345678000000, 12345678999999],
} as const
const rules = fc.array(
  fc.record({
    about: fc.constantFrom(...(Object.keys(covered) as (keyof typeof covered)[])),
    says: fc.constantFrom('blocked' as const, 'tracked' as const, undefined),
    endsIn: fc.constantFrom(undefined, 0, 1),
  }),
  { maxLength: 6 },
)
type Held = { readonly status: 'blocked' | 'tracked'; readonly from: string; readonly by: string }

/** What a network goes by beside the cases of a handset, from docs/adr/0018 alone. */
function heldBy(
  key: ImeiKey,
  rows: readonly { key: ImeiKey; source: string; status: 'blocked' | 'tracked'; until: string | null }[],
  set: readonly { about: keyof typeof covered; says: 'blocked' | 'tracked' | undefined; endsIn: number | undefined }[],
): Held[] {
  if (key === dummy) return []
  const own = rows.filter((row) => row.key === key && (row.until === null || Date.parse(row.until) > now.getTime()))
  const lists = own.filter(({ source }) => source.startsWith('list/'))
  if (own.length > 0)
    return lists.map(({ status, source }) => ({ status, from: 'list', by: source.split('/')[1] ?? '' }))
  const last = new Map(set.map((rule) => [rule.about, rule]))
  return [...last.values()].flatMap(({ about, says, endsIn }) => {
    const [from, to] = covered[about]
    const holds = says !== undefined && endsIn !== 0 && from <= Number(key) && Number(key) <= to
    return holds ? [{ status: says, from: 'rule', by: 'met' }] : []
  })
}

const inOrder = (some: readonly Held[]) => some.map(({ status, from, by }) => `${status} ${from} ${by}`).sort()
const ranks = ['unknown', 'clear', 'wait', 'stolen']

test('B64 G11: one look says of each key what its cases, other registers and rules say, which case wants to know, and whether a phone has it', async (t) => {
  const { owner } = await testDatabase(t)
  const holds = (until: string | null) => until === null || until > now.toISOString()
  const put = async (table: string, rows: readonly object[]) => {
    const text = `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`
    await owner.pool.query(text, [JSON.stringify(rows)])
  }
  await fc.assert(
    fc.asyncProperty(held, open, fc.subarray(all), listed, rules, async (statuses, cases, honey, lists, set) => {
      await owner.pool.query('delete from imei_status; delete from open_case; delete from honey_number')
      await owner.pool.query('delete from listing; delete from list_exception')
      await put(
        'imei_status',
        statuses.map(({ key, theft, ...row }) => ({ ...row, imei_key: key, case_id: theft })),
      )
      await put(
        'open_case',
        cases.map(({ key, theft, until }) => ({ subject: key, case_id: theft, until })),
      )
      await put(
        'honey_number',
        honey.map((imei_key) => ({ imei_key, asked: 0 })),
      )
      await put(
        'listing',
        lists.map(({ key, ...row }) => ({ ...row, imei_key: key, at: now })),
      )
      await put(
        'list_exception',
        set.map(({ about, says, endsIn }, no) => {
          const ending = endsIn === undefined ? '' : `@${now.getTime() + endsIn}`
          return { no, source: 'rule', about, says: says ? `${says}${ending},met,model-cloned` : '', seq: no }
        }),
      )
      const facts = await factsOf(owner.kysely as never, [...all, ...all], now)
      const said = await statusesOf(owner.kysely as never, all, now)
      for (const key of all) {
        const found: Facts = facts(key)
        const reported = said.get(key) ?? ('unknown' satisfies RegisterStatus)
        const beside = heldBy(key, lists, set)
        assert.equal(found.reported, reported)
        assert.deepEqual(inOrder(found.restrictions), inOrder(beside))
        const worst = beside.map(({ status }) => (status === 'blocked' ? 3 : 2))
        assert.equal(found.status, ranks[Math.max(ranks.indexOf(reported), ...worst)])
        assert.equal(found.honey, honey.includes(key))
        const mine = cases.find((one) => one.key === key && holds(one.until))
        const holding = statuses.filter(
          (one) => one.key === key && one.theft && one.status !== 'clear' && holds(one.until),
        )
        if (mine) assert.equal(found.theft, mine.theft)
        else if (holding.length === 0) assert.equal(found.theft, undefined)
        else {
          const chosen = holding.find(({ theft }) => theft === found.theft)
          assert.ok(chosen, 'one of those that hold it')
          assert.ok(
            chosen.until === null || holding.every(({ until }) => until !== null && until <= (chosen.until ?? '')),
          )
        }
      }
    }),
    { numRuns: 100 },
  )
})

test('G4: a look reads a few rows for each key, however long the list is and whenever its plan was made', async (t) => {
  const { owner, serverUrl } = await testDatabase(t)
  const server = openDatabase(serverUrl, { max: 1 })
  t.after(() => server.close())
  const asked = Array.from({ length: 20 }, (_, n) => `359214070${String(n * 997).padStart(5, '0')}` as ImeiKey)
  const look = () => factsOf(server.kysely as never, asked, now)
  for (let again = 0; again < 10; again++) await look()
  const reads = async () => {
    await server.pool.query('select pg_stat_force_next_flush()')
    const { rows } = await owner.pool.query<{ n: string }>(
      `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) n from pg_stat_user_tables where relname = 'listing'`,
    )
    return Number(rows[0]?.n)
  }
  await owner.pool.query(`insert into listing (imei_key, source, status, at)
    select 35921407000000 + n, 'list/north', 'blocked', now() from generate_series(0, 99999) n`)
  const before = await reads()
  const facts = await look()
  const after = await reads()
  assert.deepEqual(
    asked.map((key) => facts(key).status),
    asked.map(() => 'stolen'),
  )
  assert.ok(after - before >= asked.length && after - before <= 2 * asked.length, `${after - before} rows were read`)
})
