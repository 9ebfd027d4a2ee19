import assert from 'node:assert/strict'
import { test } from 'node:test'
import { commandHere } from '#test/support/command'
import { testDatabase } from '#test/support/database'

type Said = { slug?: string; clientId?: string; secret?: string; clients?: string[]; keys?: string[]; name?: string }

/** Runs `ringback partner …` within this process. */
async function partner(databaseUrl: string, args: string[], input = '', more: Record<string, string> = {}) {
  const env = { DATABASE_URL: databaseUrl, LOG_LEVEL: 'silent', ...more }
  const { code, err, out } = await commandHere(['partner', ...args], env, input)
  return {
    code,
    err,
    said: out
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as Said),
  }
}

test('an operator is registered, gets its secret once, rotates it, names its keys, and is removed', async (t) => {
  const { url, owner } = await testDatabase(t)
  const add = ['add', 'an-operator', '--name', 'An operator', '--sort', 'operator']
  const added = await partner(url, add)
  assert.equal(added.code, 0, added.err)
  const { clientId = '', secret = '' } = added.said[0] ?? {}
  assert.match(secret, /^[\w-]{43}$/)
  assert.ok(!JSON.stringify((await owner.pool.query('select * from partner_client')).rows).includes(secret))
  const renamed = await partner(url, [...add.slice(0, 3), 'Another name', ...add.slice(4)])
  assert.deepEqual([renamed.code, renamed.said[0]?.name, renamed.said[0]?.secret], [0, 'Another name', undefined])

  const rotated = await partner(url, ['rotate', clientId])
  assert.equal(rotated.code, 0, rotated.err)
  assert.notEqual(rotated.said[0]?.secret, secret)
  const keySet = { keys: [{ kty: 'OKP', crv: 'Ed25519', kid: '2026', x: 'A'.repeat(43) }] }
  assert.equal((await partner(url, ['keys', 'an-operator'], JSON.stringify(keySet))).code, 0)
  const [listed] = (await partner(url, ['list', '--json'])).said
  assert.deepEqual([listed?.clients, listed?.keys], [[clientId, rotated.said[0]?.clientId], ['2026']])

  assert.deepEqual((await partner(url, ['remove', 'an-operator'])).said, [{ slug: 'an-operator', clients: 2, keys: 1 }])
  assert.equal((await partner(url, ['remove', 'an-operator'])).code, 1)
  assert.equal((await partner(url, ['rotate', clientId])).code, 1)
})

test('G8: an organisation is allowed more handsets, and one that is unknown, or a number that makes no sense, is told', async (t) => {
  const { url, owner } = await testDatabase(t)
  const allow = (slug: string, minute: string, day: string) =>
    partner(url, ['allow', slug, '--per-minute', minute, '--per-day', day])
  assert.equal((await allow('a-dealer', '60000', '10000000')).code, 1)
  assert.equal((await partner(url, ['add', 'a-dealer', '--name', 'A dealer', '--sort', 'dealer'])).code, 0)
  assert.deepEqual((await allow('a-dealer', '2000', '3000')).said, [
    { slug: 'a-dealer', perMinute: 2000, perDay: 3000 },
  ])
  assert.equal((await allow('a-dealer', '60000', '10000000')).code, 0)
  for (const [minute, day] of [['999', '1000'] as const, ['5000', '4999'] as const, ['many', '9999'] as const])
    assert.equal((await allow('a-dealer', minute, day)).code, 2)
  const { rows } = await owner.pool.query('select * from handset_allowance')
  assert.deepEqual(rows, [{ organisation: 'a-dealer', per_minute: 60_000, per_day: 10_000_000 }])
})

test('a council is given its boroughs, others than before take their place, and what is no borough is told', async (t) => {
  const { url, owner } = await testDatabase(t)
  await owner.pool.query(`insert into organisation (slug, name, sort) values ('a-council', 'A council', 'council')`)
  await owner.pool.query(`insert into organisation_borough values ('a-council', 'Camden'), ('a-council', 'Barnet')`)
  const boroughs = (...names: string[]) => partner(url, ['boroughs', 'a-council', ...names])
  assert.equal((await boroughs('City of London')).code, 0)
  const wrong = await boroughs('Soho')
  assert.equal(wrong.code, 2)
  assert.match(wrong.err, /Soho is no borough of London: .*Camden/)
  const { rows } = await owner.pool.query('select * from organisation_borough')
  assert.deepEqual(rows, [{ organisation: 'a-council', borough: 'City of London' }])
})

test('a gateway is only called and never calls, so it gets no secret', async (t) => {
  const { url } = await testDatabase(t)
  const added = await partner(url, ['add', 'texts', '--name', 'A carrier of texts', '--sort', 'gateway'])
  assert.deepEqual([added.code, added.said[0]?.clientId], [0, undefined])
})

test('what is used wrongly is said in a sentence, and nothing is registered', async (t) => {
  const { url } = await testDatabase(t)
  const wrong = [
    ['add', 'Met Police', '--name', 'x y', '--sort', 'force'],
    ['add', 'met', '--name', 'Metropolitan Police', '--sort', 'kingdom'],
    ['add', 'met'],
    ['rotate', 'met.1', '--overlap', 'soon'],
  ]
  for (const args of wrong) assert.equal((await partner(url, args)).code, 2, args.join(' '))
  assert.equal((await partner(url, ['keys', 'met'], '{}')).code, 1)
  const private_ = { keys: [{ kty: 'RSA', kid: 'x', n: 'x' }] }
  await partner(url, ['add', 'met', '--name', 'Metropolitan Police', '--sort', 'force'])
  assert.equal((await partner(url, ['keys', 'met'], JSON.stringify(private_))).code, 2)
  const again = await partner(url, ['add', 'met', '--name', 'Metropolitan Police', '--sort', 'bank'])
  assert.equal(again.code, 1)
  assert.deepEqual(
    (await partner(url, ['list', '--json'])).said.map(({ slug }) => slug),
    ['met'],
  )
})

test('on a demo installation whoever is added is pretend, so nothing of it enters a published figure', async (t) => {
  const { url, owner } = await testDatabase(t)
  await partner(url, ['add', 'met', '--name', 'Metropolitan Police', '--sort', 'force'], '', { RINGBACK_DEMO: '1' })
  await partner(url, ['add', 'city', '--name', 'City of London Police', '--sort', 'force'])
  const { rows } = await owner.pool.query('select slug, demo from organisation order by slug')
  assert.deepEqual(rows, [
    { slug: 'city', demo: false },
    { slug: 'met', demo: true },
  ])
})
