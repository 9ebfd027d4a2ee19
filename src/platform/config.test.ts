import assert from 'node:assert/strict'
import { resolve } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { ConfigError, demoAllowed, describeConfig, loadConfig } from './config.ts'

test('with nothing set, everything works on this machine alone', () => {
  const config = loadConfig({})
  assert.equal(config.port, 8080)
  assert.equal(config.host, '127.0.0.1')
  assert.equal(config.publicUrl, 'http://localhost:8080')
  assert.equal(config.dataDir, resolve('.ringback'))
  assert.equal(config.oidc, undefined)
})

test('the configuration cannot be changed after the start', () => {
  const config = loadConfig({ OIDC_ISSUER: 'https://id.example', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' })
  assert.ok(Object.isFrozen(config) && Object.isFrozen(config.oidc))
})

test('simulators and pretend sign-in: on the embedded database, elsewhere only when asked for', () => {
  const DATABASE_URL = 'postgres://a:b@db.example/ringback'
  assert.equal(demoAllowed(loadConfig({})), true)
  assert.equal(demoAllowed(loadConfig({ RINGBACK_DEMO: '0' })), false)
  assert.equal(demoAllowed(loadConfig({ DATABASE_URL })), false)
  assert.equal(demoAllowed(loadConfig({ DATABASE_SERVER_URL: DATABASE_URL })), false)
  assert.equal(demoAllowed(loadConfig({ DATABASE_URL, RINGBACK_DEMO: '1' })), true)
})

for (const [name, value] of [
  ['PORT', '0'],
  ['PORT', '65536'],
  ['PORT', '80a'],
  ['DATABASE_URL', 'mysql://a/b'],
  ['PUBLIC_URL', 'ringback.example'],
  ['RINGBACK_DEMO', 'yes'],
  ['LOG_LEVEL', 'loud'],
  ['RINGBACK_ORIGIN', 'two words'],
  ['OIDC_ISSUER', 'not an address'],
  ['RINGBACK_PROXIES', 'true'],
  ['RINGBACK_PROXIES', '10.0.0.1,0.0.0.0/0'],
  ['NATS_URL', 'nats.example:4222'],
  ['NATS_URL', 'http://nats.example:4222'],
  ['NATS_URL', 'nats://one.example:4222,'],
  ['NATS_URL', 'nats://one.example/path'],
] as const)
  test(`${name}=${value} is refused in one sentence with an example`, () => {
    assert.throws(
      () => loadConfig({ [name]: value }),
      (error) =>
        error instanceof ConfigError &&
        new RegExp(`^${name} [^\\n]+; write for example ${name}=[^\\n]+$`).test(error.message),
    )
  })

test('a wrong value is not repeated: it may be a password', () => {
  assert.throws(
    () => loadConfig({ DATABASE_URL: 'hunter2' }),
    (error) => error instanceof ConfigError && !error.message.includes('hunter2'),
  )
})

test('half of a sign-in provider is refused', () => {
  assert.throws(() => loadConfig({ OIDC_CLIENT_ID: 'ringback' }), /go together/)
})

test('every example and every default is itself accepted', () => {
  for (const { name, example, says } of describeConfig()) {
    assert.ok(says.length > 10, name)
    if (!name.startsWith('OIDC_')) assert.doesNotThrow(() => loadConfig({ [name]: example }), name)
  }
})

test('an environment is either a configuration or one sentence, never another fault', () => {
  const names = describeConfig().map(({ name }) => name)
  const env = fc.dictionary(fc.constantFrom(...names), fc.oneof(fc.string(), fc.webUrl(), fc.integer().map(String)))
  fc.assert(
    fc.property(env, (given) => {
      try {
        const { port } = loadConfig(given)
        assert.ok(port >= 1 && port <= 65535)
      } catch (error) {
        assert.ok(error instanceof ConfigError)
        assert.ok(!error.message.includes('\n'))
      }
    }),
  )
})
