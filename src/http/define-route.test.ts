import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import { defineRoute } from './define-route.ts'
import { problem } from './problem.ts'
import { testApp } from './testing.ts'

const open = { who: 'anyone', summary: 'For a test' } as const

test('what may leave and what may come in', async (whole) => {
  await whole.test('a field that the reply does not declare never leaves, however deep', async (t) => {
    const reply = z.object({
      known: z.string(),
      list: z.array(z.object({ a: z.string() })),
      either: z.union([z.object({ sort: z.literal('a'), a: z.string() }), z.object({ sort: z.literal('b') })]),
      map: z.record(z.string(), z.object({ a: z.string() })),
      pair: z.tuple([z.object({ a: z.string() })]),
      both: z.intersection(z.object({ a: z.string() }), z.object({ b: z.string() })),
      later: z.object({ inner: z.object({ a: z.string() }).optional() }).nullable(),
    })
    const secret = 'SECRET'
    const handle = (): never =>
      ({
        known: 'k',
        list: [{ a: '1', secret }],
        either: { sort: 'b' as const, a: secret },
        map: { x: { a: '1', secret } },
        pair: [{ a: '1', secret }],
        both: { a: '1', b: '2', secret },
        later: { inner: { a: '1', secret }, secret },
        secret,
      }) as never
    const app = await testApp(t, await testDatabase(t), [
      defineRoute()({ ...open, method: 'GET', url: '/deep', reply, handle }),
    ])
    const answer = await app.inject('/deep')
    assert.equal(answer.statusCode, 200)
    assert.doesNotMatch(answer.body, /SECRET|secret/)
    assert.deepEqual(answer.json().list, [{ a: '1' }])
  })

  await whole.test('a route whose reply would let anything out does not start', () => {
    for (const reply of [z.any(), z.object({ a: z.unknown() }), z.looseObject({}), z.array(z.any())])
      assert.throws(
        () => defineRoute()({ ...open, method: 'GET', url: '/x', reply, handle: () => ({}) as never }),
        /GET \/x: its reply lets anything out/,
      )
  })

  await whole.test('a route whose body would swallow unknown fields does not start', () => {
    for (const body of [z.object({ a: z.string() }), z.strictObject({ in: z.object({}) })])
      assert.throws(
        () => defineRoute()({ ...open, method: 'POST', url: '/x', body, reply: z.string(), handle: () => 'x' }),
        /POST \/x: its body swallows unknown fields/,
      )
  })

  await whole.test(
    'a name shared by two parts of the input stops the start, so a body cannot replace what the path says',
    () => {
      const route = () =>
        defineRoute()({
          ...open,
          method: 'POST',
          url: '/x/:id',
          params: z.object({ id: z.string() }),
          body: z.strictObject({ id: z.string() }),
          reply: z.string(),
          handle: () => 'x',
        })
      assert.throws(route, /id is named in two parts/)
    },
  )

  const echo = defineRoute()({
    ...open,
    method: 'POST',
    url: '/things/:place',
    params: z.object({ place: z.string().max(40) }),
    query: z.object({ page: z.coerce.number().int().optional() }),
    body: z.strictObject({
      imei: z.string().regex(/^\d{15}$/, 'Give 15 digits.'),
      more: z
        .array(z.strictObject({ sort: z.enum(['a', 'b']), count: z.int() }))
        .max(3)
        .optional(),
    }),
    reply: z.object({ seen: z.boolean() }),
    handle: ({ imei, place }) => ({ seen: imei !== place }),
  })

  await whole.test('an unknown field is refused and named, with what to do', async (t) => {
    const app = await testApp(t, await testDatabase(t), [echo])
    const payload = { imei: '490154203237518', more: [{ sort: 'a', count: 1, colour: 'red' }] }
    const answer = await app.inject({ method: 'POST', url: '/things/x', payload })
    assert.equal(answer.statusCode, 400)
    assert.match(String(answer.headers['content-type']), /^application\/problem\+json/)
    const { errors, type, reference } = answer.json()
    assert.equal(type, '/problems/invalid-input')
    assert.equal(reference, answer.headers['ringback-request'])
    assert.deepEqual(errors, [
      { in: 'body', pointer: '#/more/0/colour', detail: 'This field is not known here. Leave it out.' },
    ])
  })

  await whole.test('no body at all is refused, not taken for an empty one', async (t) => {
    const app = await testApp(t, await testDatabase(t), [echo])
    const answer = await app.inject({ method: 'POST', url: '/things/x' })
    assert.equal(answer.statusCode, 400)
    assert.equal(answer.json().code, 'invalid-input')
  })

  await whole.test('whatever is sent, the answer is no fault and says no value back', async (t) => {
    const app = await testApp(t, await testDatabase(t), [echo])
    const values = fc.oneof(
      fc.string({ minLength: 8, maxLength: 60 }).map((text) => `~${text}`),
      fc.stringMatching(/^\+44[0-9]{10}$/),
    )
    const bodies = fc.letrec((tie) => ({
      any: fc.oneof(values, fc.double(), fc.constant(null), fc.array(tie('any')), fc.dictionary(values, tie('any'))),
    })).any
    await fc.assert(
      fc.asyncProperty(
        fc.record({ imei: bodies, more: bodies, other: bodies }, { requiredKeys: [] }),
        async (payload) => {
          const answer = await app.inject({ method: 'POST', url: '/things/x', payload })
          assert.ok([200, 400].includes(answer.statusCode), answer.body)
          for (const said of saidIn(payload)) assert.ok(!answer.body.includes(said.slice(0, 8)), answer.body)
        },
      ),
    )
  })

  await whole.test('bytes that are no JSON are refused as malformed', async (t) => {
    const app = await testApp(t, await testDatabase(t), [echo])
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 1 }), async (bytes) => {
        const headers = { 'content-type': 'application/json' }
        const answer = await app.inject({ method: 'POST', url: '/things/x', headers, payload: Buffer.from(bytes) })
        assert.equal(answer.statusCode, 400)
      }),
    )
    for (const payload of ['{"imei":', '{"__proto__":{"a":1}}', '\u0000', '{"imei":1}x']) {
      const headers = { 'content-type': 'application/json' }
      const answer = await app.inject({ method: 'POST', url: '/things/x', headers, payload })
      assert.equal(answer.json().code, 'malformed-request', payload)
    }
  })

  await whole.test('a handler’s "no" is the problem it named, and a redirect is a redirect', async (t) => {
    const no = defineRoute()({
      ...open,
      method: 'GET',
      url: '/no',
      reply: z.string(),
      handle: () => problem('not-found', { detail: 'No such case.' }),
    })
    const app = await testApp(t, await testDatabase(t), [no])
    const answer = await app.inject('/no')
    assert.equal(answer.statusCode, 404)
    assert.equal(answer.json().detail, 'No such case.')
  })
})

const saidIn = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [...(key.length > 6 ? [key] : []), ...saidIn(inner)])
}
