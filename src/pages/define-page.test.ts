import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { z } from 'zod'
import { type Route, type RouteContext, seeOther } from '#http'
import { definePage } from './define-page.ts'
import { findPages } from './pages.ts'
import type { Render } from './render.ts'

/** Says what a template would be given. */
const render: Render = (template, data) => JSON.stringify({ template, ...data })
const nobody = { caller: { kind: 'anyone' } } as unknown as RouteContext<never>
const call = async (route: Route | undefined, input: object = {}) => route?.handle(input as never, nobody)

const page = definePage()({
  url: '/cases/:case',
  title: 'A case',
  template: 'x/case.njk',
  who: 'anyone',
  params: z.object({ case: z.string() }),
  form: z.object({ word: z.string().min(1, 'Type your word') }),
  load: ({ case: id }) => ({ lanes: id }),
  act: ({ case: id, word }) => (word === 'go' ? seeOther('/next') : { said: `${id} ${word}` }),
})
const [shows, takes] = page.routes(render)

test('a page with a form answers GET and POST, one without GET only', () => {
  assert.deepEqual([shows?.method, takes?.method], ['GET', 'POST'])
  const plain = definePage()({ url: '/', title: 'T', template: 'x/t.njk', who: 'anyone' })
  assert.deepEqual(
    plain.routes(render).map(({ method }) => method),
    ['GET'],
  )
})

test('a visit shows what load found, under the page’s title', async () => {
  const html = JSON.parse(String(await call(shows, { case: 'c1' })))
  assert.deepEqual([html.template, html.title, html.lanes, html.staff], ['x/case.njk', 'A case', 'c1', false])
})

test('a form with a wrong field comes back with what was typed, and does nothing', async () => {
  const html = JSON.parse(String(await call(takes, { case: 'c1', sent: { word: '', other: 'kept' } })))
  assert.deepEqual(html.errors, [{ field: 'word', says: 'Type your word' }])
  assert.deepEqual([html.values, html.lanes, html.said], [{ word: '', other: 'kept' }, 'c1', undefined])
})

test('a right form is acted on, and may lead on to another page', async () => {
  assert.equal(JSON.parse(String(await call(takes, { case: 'c1', sent: { word: 'hush' } }))).said, 'c1 hush')
  assert.deepEqual(await call(takes, { case: 'c1', sent: { word: 'go' } }), seeOther('/next'))
})

test('a form field cannot pass for a part of the address', async () => {
  const body = takes?.body?.parse({ case: 'c2', word: 'hush' })
  assert.deepEqual(body, { sent: { case: 'c2', word: 'hush' } })
  assert.equal(JSON.parse(String(await call(takes, { case: 'c1', ...(body as object) }))).said, 'c1 hush')
})

test('a form without an act, or an act without a form, stops the start', () => {
  const half = { url: '/', title: 'T', template: 'x/t.njk', who: 'anyone' } as const
  assert.throws(() => definePage()({ ...half, form: z.object({}) }), /belong together/)
  assert.throws(() => definePage()({ ...half, act: () => ({}) }), /belong together/)
})

test('every page’s template lies beside it under the same name', async () => {
  const pages = await findPages()
  assert.ok(pages.length > 0)
  for (const { file, page: found } of pages) {
    assert.equal(`pages/${found.template}`, file.replace('.ts', '.njk'))
    assert.ok(existsSync(join(import.meta.dirname, found.template)), found.template)
  }
})

test('no two pages share an address', async () => {
  const urls = (await findPages()).map(({ page: found }) => found.url)
  assert.equal(new Set(urls).size, urls.length)
})
