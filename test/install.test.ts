import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

type Entry = { optionalDependencies?: Record<string, string> }

test('every package for another machine that a locked package names is locked too, or npm ci refuses a fresh clone', () => {
  const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, Entry>
  }
  const locked = Object.keys(lock.packages)
  const named = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies),
  )
  const missing = named.filter((name) => !locked.some((path) => path.endsWith(`node_modules/${name}`)))
  assert.ok(named.length > 0)
  assert.deepEqual(missing, [])
})
