import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely'
import { askDesk, type DeskContext } from './check-desk.ts'

test('A12: what is asked together is written by somebody of that company, never by who asked long before', async () => {
  const db = new Kysely<never>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (one) => new PostgresIntrospector(one),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  })
  const wrote: string[] = []
  const ask = (request: string) =>
    askDesk(
      {
        ...{ db, request, actor: 'a-shop', tenant: 'a-shop', purpose: undefined, newId: () => request },
        now: () => new Date('2026-01-01T10:00:00.000Z'),
        executeTogether: async () => {
          wrote.push(request)
          return []
        },
      } as unknown as DeskContext,
      [['49015420323751' as never]],
      'dealer',
    )
  await ask('first')
  await Promise.all([ask('second'), ask('third')])
  assert.deepEqual(wrote, ['first', 'second'])
})
