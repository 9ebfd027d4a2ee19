import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { defineRoute } from './define-route.ts'
import { loadRoutes, namedRoutes } from './load-routes.ts'
import { refusalsOf } from './problem-pages.ts'

const route = (url: string) =>
  defineRoute()({ method: 'GET', url, who: 'anyone', summary: 'x', reply: z.string(), handle: () => 'x' })
const file = (name: string, exports: Record<string, unknown>) => ({
  file: `modules/register/routes/${name}.ts`,
  name,
  module: 'register',
  exports,
})

test('a route is named after its file', () => {
  const [found] = namedRoutes([file('check-imei', { default: route('/checks') })])
  assert.deepEqual([found?.module, found?.name, found?.route.url], ['register', 'check-imei', '/checks'])
})

test('a file without a route, or with more than one thing, stops the start', () => {
  assert.throws(() => namedRoutes([file('a', {})]), /modules\/register\/routes\/a.ts: export default/)
  assert.throws(() => namedRoutes([file('a', { default: route('/a'), more: 1 })]), /one route a file/)
})

test('two routes that take the same requests stop the start, whatever they call the part of the path', () => {
  const two = [file('a', { default: route('/x/:id') }), file('b', { default: route('/x/:key') })]
  assert.throws(() => namedRoutes(two), /register\/b and register\/a both take GET \/x\/:/)
})

test('every route of the program loads', async () => {
  for (const { route, name } of await loadRoutes()) assert.match(`${route.url} ${name}`, /^\/\S* [a-z0-9-]+$/)
})

test('a refusal code has one meaning everywhere, and none of the edge’s own', () => {
  const one = { name: 'one', refusals: { gone: { status: 410, says: 'It is gone.' } } }
  assert.deepEqual(refusalsOf([one, { ...one, name: 'two' }]), one.refusals)
  const other = { name: 'two', refusals: { gone: { status: 410, says: 'Not here.' } } }
  assert.throws(() => refusalsOf([one, other]), /two refuses with gone, which already means something else/)
  const edge = { name: 'three', refusals: { 'not-found': { status: 404, says: 'No.' } } }
  assert.throws(() => refusalsOf([edge]), /not-found/)
})
