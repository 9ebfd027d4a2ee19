import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ImeiKey } from '#lib/imei/imei'
import { type RegisterStatus, statusesOf } from '#modules/register/public'
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

test('B64: one look says of each key what the register says, which case wants to know, and whether a phone has it', async (t) => {
  const { owner } = await testDatabase(t)
  const holds = (until: string | null) => until === null || until > now.toISOString()
  await fc.assert(
    fc.asyncProperty(held, open, fc.subarray(keys), async (statuses, cases, honey) => {
      await owner.pool.query('delete from imei_status; delete from open_case; delete from honey_number')
      for (const { key, status, theft, until } of statuses)
        await owner.pool.query('insert into imei_status (imei_key, status, case_id, until) values ($1, $2, $3, $4)', [
          key,
          status,
          theft,
          until,
        ])
      for (const { key, theft, until } of cases)
        await owner.pool.query('insert into open_case (subject, case_id, until) values ($1, $2, $3)', [
          key,
          theft,
          until,
        ])
      for (const key of honey) await owner.pool.query('insert into honey_number (imei_key) values ($1)', [key])
      const facts = await factsOf(owner.kysely as never, [...keys, ...keys], now)
      const said = await statusesOf(owner.kysely as never, keys, now)
      for (const key of keys) {
        const found: Facts = facts(key)
        assert.equal(found.status, said.get(key) ?? ('unknown' satisfies RegisterStatus))
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
    { numRuns: 60 },
  )
})
