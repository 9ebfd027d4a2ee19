import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { openDatabase } from '#platform/database'
import { testDatabase } from '#test/support/database'
import { defineCommand, defineEvent, fold, openLedger, planned, readStream, refuse } from './index.ts'
import { statement } from './statement.ts'
import { decideTogether } from './together.ts'

const Filled = defineEvent('shelf.glass-filled', {
  version: 1,
  stream: ({ glass }) => `glass/${glass}`,
  data: z.object({ glass: z.enum(['a', 'b', 'c']), grams: z.int() }),
  sample: { glass: 'a', grams: 5 },
})
const fill = defineCommand('fill-glass', {
  input: Filled.schema,
  refusals: { full: { status: 409, says: 'The glass holds a hundred grams.' } },
  stream: ({ glass }) => `glass/${glass}`,
  state: fold(0, (on) => [on(Filled, (sum, { grams }) => sum + grams)]),
  decide: (input, sum) => (sum + input.grams > 100 ? refuse('full') : [Filled.of(input)]),
})
const meta = (actor: string) => ({ actor, tenant: 'test', cause: 'test' })
const filling = fc.record({ glass: fc.constantFrom('a' as const, 'b' as const, 'c' as const), grams: fc.nat(60) })

async function shelf(t: TestContext) {
  const db = await testDatabase(t)
  const database = openDatabase(db.serverUrl, { pipeline: true, max: 8 })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await database.close()
  })
  const grams = async (glass: string) =>
    (await readStream(db.owner.pool, `glass/${glass}`)).reduce(
      (sum, { data }) => sum + (data as { grams: number }).grams,
      0,
    )
  return { db, ledger, grams }
}

test('decided together is decided one after the other', () => {
  fc.assert(
    fc.property(fc.array(filling, { maxLength: 30 }), (fillings) => {
      const note = (at: number) => statement(`select ${at}`)
      const plans = fillings.map((one, at) => planned(fill, one, meta('system:test'), [note(at)]))
      const { outcomes, entries, kept } = decideTogether(plans, new Map(), '2026-11-27T08:00:00.000Z')
      const sums = { a: 0, b: 0, c: 0 }
      const taken = fillings.map(({ glass, grams }) => {
        const fits = sums[glass] + grams <= 100
        if (fits) sums[glass] += grams
        return fits
      })
      assert.deepEqual(
        outcomes.map(({ ok }) => ok),
        taken,
      )
      assert.deepEqual(
        kept,
        fillings.flatMap((_, at) => (taken[at] ? [note(at)] : [])),
        'what goes with a refused one is not written',
      )
      for (const glass of ['a', 'b', 'c'])
        assert.deepEqual(
          entries.filter(({ event }) => event.stream === `glass/${glass}`).map(({ version }) => version),
          Array.from(
            { length: fillings.filter((one, at) => one.glass === glass && taken[at]).length },
            (_, at) => at + 1,
          ),
        )
    }),
  )
})

test('commands of several callers are one transaction, each under the name of its own caller, with what goes along', async (t) => {
  const { db, ledger } = await shelf(t)
  await ledger.execute(fill, { glass: 'a', grams: 50 }, meta('system:before'))
  const outcomes = await ledger.executeTogether(
    [
      planned(fill, { glass: 'a', grams: 40 }, meta('partner:one')),
      planned(fill, { glass: 'a', grams: 40 }, meta('partner:two')),
      planned(fill, { glass: 'b', grams: 1 }, meta('partner:three')),
    ],
    [statement(`insert into view_cursor (view) values ('went-along')`)],
  )
  assert.deepEqual(
    outcomes.map((one) => (one.ok ? one.versions : one.refused)),
    [[2], 'full', [1]],
  )
  const { rows } = await db.owner.pool.query(
    `select actor, xmin = (select xmin from view_cursor) as same from event where actor like 'partner:%' order by id`,
  )
  assert.deepEqual(rows, [
    { actor: 'partner:one', same: true },
    { actor: 'partner:three', same: true },
  ])
  const { rows: queued } = await db.owner.pool.query('select from unsealed')
  assert.equal(queued.length, 3)
})

test('when a statement that goes along fails, nothing that was decided is kept', async (t) => {
  const { ledger, grams } = await shelf(t)
  const plan = planned(fill, { glass: 'a', grams: 40 }, meta('system:test'))
  await assert.rejects(ledger.executeTogether([plan], [statement(`insert into view_cursor (view) values (null)`)]))
  assert.equal(await grams('a'), 0)
})

test('companies that decide on the same streams at once never overfill a glass, and each tells the truth', async (t) => {
  const { ledger, grams } = await shelf(t)
  const company = () =>
    ledger.executeTogether(
      ['a', 'b', 'a'].map((glass) => planned(fill, { glass: glass as 'a', grams: 20 }, meta('system:test'))),
    )
  const all = (await Promise.all(Array.from({ length: 6 }, company))).flat()
  const told = all.filter(({ ok }) => ok).length
  assert.equal(((await grams('a')) + (await grams('b'))) / 20, told)
  assert.equal(await grams('a'), 100)
})

test('a command with a rule across streams is not planned: nobody could tell which of a company broke it', () => {
  const ruled = { ...fill, conflicts: { some_key: 'full' as const } }
  assert.throws(() => planned(ruled, { glass: 'a', grams: 1 }, meta('system:test')), /execute it by itself/)
})
