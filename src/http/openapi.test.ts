import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import { defineRoute } from './define-route.ts'
import { testApp } from './testing.ts'

type Json = { [key: string]: unknown }

const change = defineRoute()({
  method: 'POST',
  url: '/cases/:id/notes',
  who: { act: 'change', record: 'theft-report' },
  summary: 'Adds a note to a case',
  params: z.object({ id: z.uuid() }),
  query: z.object({ quiet: z.stringbool().optional() }),
  body: z.strictObject({
    note: z.string().min(1).describe('What happened'),
    tags: z.array(z.enum(['a', 'b'])).optional(),
  }),
  reply: z.object({ at: z.iso.datetime(), either: z.union([z.object({ a: z.int() }), z.null()]) }),
  status: 201,
  handle: async (_, { audit }) => {
    await audit('note-added', 'case/c1')
    return { at: '2026-11-24T00:00:00Z', either: null }
  },
})
const page = defineRoute()({
  method: 'GET',
  url: '/page',
  who: 'anyone',
  summary: 'A page',
  produces: 'text/html; charset=utf-8',
  reply: z.string(),
  handle: () => '<!doctype html><title>x</title>',
})

test('the description of the API', async (whole) => {
  const db = await testDatabase({ after: (done) => after(done as () => Promise<void>) })

  await whole.test(
    'is OpenAPI 3.1 with every route, its input, its whole reply, its problems and who may call',
    async (t) => {
      const app = await testApp(t, db, [change, page])
      const document = (await app.inject('/api/openapi.json')).json()
      assert.match(document.openapi, /^3\.1\.\d$/)
      assert.deepEqual(Object.keys(document.paths).sort(), ['/cases/{id}/notes', '/page'])
      const { post } = document.paths['/cases/{id}/notes']
      assert.equal(post.operationId, 'test-route-0')
      assert.deepEqual(post.security, [{ token: [] }, { signIn: [] }])
      assert.deepEqual(post.parameters.map((one: Json) => `${one.in} ${one.name} ${one.required === true}`).sort(), [
        'path id true',
        'query quiet false',
      ])
      const body = post.requestBody.content['application/json'].schema
      assert.deepEqual([body.additionalProperties, body.required], [false, ['note']])
      const reply = post.responses['201'].content['application/json'].schema
      assert.deepEqual([reply.additionalProperties, reply.required], [false, ['at', 'either']])
      for (const status of ['4XX', '5XX'])
        assert.ok(post.responses[status].content['application/problem+json'].schema.properties.reference)
      assert.ok(document.paths['/page'].get.responses['200'].content['text/html; charset=utf-8'])
    },
  )

  await whole.test(
    'holds what the specification demands, and every name in it is there once and points somewhere',
    async (t) => {
      const app = await testApp(t, db, [change, page])
      const document = (await app.inject('/api/openapi.json')).json()
      const { valid, errors } = await new Validator().validate(structuredClone(document))
      assert.ok(valid, JSON.stringify(errors))
      const operations = Object.values(document.paths as Record<string, Json>).flatMap(
        (item) => Object.values(item) as Json[],
      )
      const names = operations.map(({ operationId }) => operationId)
      assert.equal(new Set(names).size, names.length)
      for (const scheme of operations.flatMap(({ security = [] }) => (security as Json[]).flatMap(Object.keys)))
        assert.ok(document.components.securitySchemes[scheme])
      for (const [, ref = ''] of JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g))
        assert.ok(resolve(document, ref), ref)
    },
  )

  await whole.test(
    'can be browsed at /api, with its scripts and styles from our own origin and nothing inline',
    async (t) => {
      const app = await testApp(t, db, [change, page])
      const html = (await app.inject('/api/')).body
      assert.match(html, /<title>/)
      assert.doesNotMatch(html, /<style>|style=|on\w+=|<script>(?!<)|https?:\/\//)
      const files = [...html.matchAll(/(?:src|href)="([^"]+)"/g)].map(
        ([, file]) => new URL(file ?? '', 'http://x/api/'),
      )
      assert.ok(files.length >= 4)
      for (const { pathname } of files) assert.equal((await app.inject(pathname)).statusCode, 200, pathname)
    },
  )

  await whole.test('a route’s page leaves as it is', async (t) => {
    const app = await testApp(t, db, [change, page])
    const answer = await app.inject('/page')
    assert.equal(answer.body, '<!doctype html><title>x</title>')
    assert.equal(answer.headers['content-type'], 'text/html; charset=utf-8')
  })
})

const resolve = (document: Json, ref: string) =>
  ref
    .replace(/^#\//, '')
    .split('/')
    .reduce<unknown>((at, key) => (at as Json | undefined)?.[key.replace(/~1/g, '/').replace(/~0/g, '~')], document)
