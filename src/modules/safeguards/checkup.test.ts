import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allSteps } from './all-steps.ts'
import { type CheckId, checks, type Steps } from './checkup.ts'

const ids = Object.keys(checks) as CheckId[]
const sorts: [string, Steps][] = Object.entries(allSteps)

/** Words a minute that an adult reads, USERS 2.1. */
const readingSpeed = 238

for (const [sort, { from, fixes, phone, read }] of sorts) {
  test(`B36 B75 B76: on ${sort}, each weak point has steps: the way to the setting, and what to do there`, () => {
    assert.deepEqual(Object.keys(fixes), ids)
    assert.ok(phone && from)
    assert.match(read, /^20\d\d-(?:0[1-9]|1[0-2])$/)
    for (const fix of Object.values(fixes))
      for (const { path, todo } of [fix, ...(fix.also ?? [])]) {
        assert.ok(path.length >= 2, `${path}`)
        assert.match(todo, /^\p{Lu}.*\.$/u)
      }
  })

  test(`B36: on ${sort}, no step asks to type a PIN, a password or a code to us, and none leads to an address`, () => {
    const words = JSON.stringify(fixes)
    assert.doesNotMatch(words, /https?:|www\.|send us|tell us/i)
  })
}

test('B36: the questions and why they matter are read in less than two minutes', () => {
  const words = Object.values(checks).flatMap(({ asks, why }) => `${asks} ${why}`.split(/\s+/))
  assert.ok((words.length / readingSpeed) * 60 < 60, `${words.length} words leave a minute to answer`)
})
