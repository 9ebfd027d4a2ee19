import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { schemaText } from '../tools/schema.ts'

const file = new URL('../db/schema.sql', import.meta.url)

test('db/schema.sql shows what the migrations make', async (t) => {
  const { owner } = await testDatabase(t)
  const now = await schemaText(owner.pool)
  if (process.env.RINGBACK_WRITE_SCHEMA) writeFileSync(file, now)
  assert.equal(readFileSync(file, 'utf8'), now, 'Run npm run schema, and read what changed.')
})
