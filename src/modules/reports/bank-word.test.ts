import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lapseOf, levelOf, means } from '#lib/proof'
import { bankSays, bankWord } from './bank-word.ts'

const slugs = fc.subarray(['bank-one', 'bank-two', 'bank-three'])

test('USERS 4: a bank’s word counts where the owner named it before, or in a case that more than a number opened; else it lifts and raises nothing', () => {
  fc.assert(
    fc.property(fc.constantFrom(...means), slugs, slugs, fc.constantFrom(...bankSays), (by, banks, prepared, says) => {
      const at = '2026-01-01T10:00:00.000Z'
      const standing = { level: levelOf(by), means: by, until: lapseOf(by, at) }
      const word = bankWord({ standing, banks }, { bank: 'bank-one', says, prepared })
      const isNamed = prepared.includes('bank-one') || (standing.level > 0 && banks.includes('bank-one'))
      assert.equal(word === 'counts', isNamed)
      if (word === 'person') assert.ok(says !== 'gone' && standing.level > 0 && standing.until !== undefined)
    }),
  )
  const card = { level: 1, means: 'panic-card', until: '2026-01-04T10:00:00.000Z' } as const
  const word = bankWord({ standing: card, banks: [] }, { bank: 'bank-one', says: 'not-me', prepared: ['bank-two'] })
  assert.equal(word, 'person')
})
