import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { lookAt } from './look.ts'

test('until midnight in London a map of reports says today, in its last hour too', async (t) => {
  const { server } = await testDatabase(t)
  const db = server.kysely as unknown as Parameters<typeof lookAt>[0]
  const asked = { source: 'reports', tenant: 'demo-met', handledBy: undefined } as const
  for (const [time, at] of [
    ['2026-11-27T22:59:00Z', '2026-11-27'],
    ['2026-11-27T23:59:59Z', '2026-11-27'],
    ['2026-11-28T00:00:00Z', '2026-11-28'],
    ['2026-06-30T22:30:00Z', '2026-06-30'], // 23:30 on the wall
    ['2026-06-30T23:30:00Z', '2026-07-01'],
  ] as const)
    assert.equal((await lookAt(db, { ...asked, now: new Date(time) })).at, at, time)
})
