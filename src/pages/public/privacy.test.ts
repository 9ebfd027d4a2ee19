import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { glob } from 'node:fs/promises'
import { test } from 'node:test'

test('the privacy page names every cookie that the program sets, and no other', async () => {
  const page = readFileSync(new URL('privacy.njk', import.meta.url), 'utf8')
  const named = [...page.matchAll(/<strong>(ringback[a-z-]*)<\/strong>/g)].map(([, name]) => name)
  const set: (string | undefined)[] = []
  for await (const file of glob('src/**/*.ts'))
    if (!file.endsWith('.test.ts'))
      set.push(...[...readFileSync(file, 'utf8').matchAll(/\bcookie\('([^']+)'/g)].map(([, name]) => name))
  assert.ok(set.length >= 3)
  assert.deepEqual(named.toSorted(), set.toSorted())
  assert.doesNotMatch(page, /Nobody else gets any/)
})
