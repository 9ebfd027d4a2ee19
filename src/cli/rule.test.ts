import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandHere } from '#test/support/command'
import { type TestDatabase, testDatabase } from '#test/support/database'

/** Runs `ringback rule …` within this process. */
function rule({ url, serverUrl }: TestDatabase, ...args: string[]) {
  const env = { DATABASE_URL: url, DATABASE_SERVER_URL: serverUrl, LOG_LEVEL: 'silent' }
  return commandHere(['rule', ...args], env)
}

test('a rule is set and lifted by a command, with who decided and why; what cannot be a rule is said in a sentence', async (t) => {
  const db = await testDatabase(t)
  await db.owner.pool.query(`insert into organisation values ('met', 'Met', 'force', false)`)
  const because = ['--by', 'met', '--why', 'model-cloned']
  const set = await rule(db, 'set', '35921407', 'tracked', ...because, '--until', '2027-01-01T00:00:00Z')
  assert.equal(set.code, 0, set.err)
  const facts = async () => (await db.owner.pool.query('select tenant, type, data from event order by id')).rows
  const data = {
    about: 'tac/35921407',
    status: 'tracked',
    until: '2027-01-01T00:00:00.000Z',
    by: 'met',
    why: 'model-cloned',
  }
  assert.deepEqual(await facts(), [{ tenant: 'met', type: 'blocklist.rule-set', data }])
  for (const [args, code, says] of [
    [['set', '35921407', 'tracked', ...because, '--until', '2027-01-01T00:00:00Z'], 1, /holds already/],
    [['set', '00440000', 'blocked', ...because], 1, /test numbers/],
    [['set', '3592140', 'blocked', ...because], 2, /8 digits of a TAC/],
    [['set', '35921407000009-35921407000001', 'blocked', ...because], 2, /from a lower number/],
    [['set', '35921407000000-35931407004999', 'blocked', ...because], 2, /the same first 8 digits/],
    [['lift', '35921407000000-35931407004999', '--by', 'met'], 2, /the same first 8 digits/],
    [['set', '35921407', 'permitted', ...because], 2, /status/],
    [['set', '35921407', 'blocked', '--by', 'nobody', '--why', 'model-cloned'], 1, /no organisation/],
    [['lift', '35921408', '--by', 'met'], 1, /no such rule/],
  ] as const) {
    const told = await rule(db, ...args)
    assert.equal(told.code, code, `${args.join(' ')}: ${told.err}`)
    assert.match(told.err, says)
  }
  assert.equal((await rule(db, 'lift', '35921407', '--by', 'met')).code, 0)
  assert.equal((await facts()).at(-1)?.type, 'blocklist.rule-lifted')
  assert.match((await rule(db)).err, /No rule holds/)
})
