import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testDatabase } from '#test/support/database'
import { forgetWrongTries } from './jobs/forget-wrong-tries.ts'
import { countWrongTry, mostTries, mustRest, type WrongTry } from './tries.ts'

test('USERS 4: five wrong codes within an hour are enough, an old one counts no more, and a try touches nobody else’s', async (t) => {
  const { owner } = await testDatabase<WrongTry>(t)
  const db = owner.kysely
  const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 10, minutes))
  const subjects = async () =>
    (await db.selectFrom('wrong_try').select('subject').orderBy('subject').execute()).map(({ subject }) => subject)
  await countWrongTry(db, 'other', at(0))
  for (let n = 1; n < mostTries; n++) await countWrongTry(db, 'mine', at(0))
  await countWrongTry(db, 'mine', at(61))
  assert.equal(await mustRest(db, 'mine', at(61)), false)
  assert.deepEqual(await subjects(), ['mine', 'other'], 'who types a code waits for no row but their own')
  for (let n = 1; n < mostTries; n++) await countWrongTry(db, 'mine', at(61 + n))
  assert.equal(await mustRest(db, 'mine', at(70)), true)
  await forgetWrongTries.run({ db, now: () => at(70) } as never)
  assert.deepEqual(await subjects(), ['mine'])
})
