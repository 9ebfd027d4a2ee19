import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import fc from 'fast-check'
import { loadConfig } from '#platform/config'
import { silentLog } from '#platform/log'
import { testDatabase } from '#test/support/database'
import { ownPort } from '#test/support/ports'
import { buildAssets } from '../../tools/build-assets.ts'
import { openServer } from './open-server.ts'

let folder = ''
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ringback-serve-'))
  await buildAssets(join(folder, 'assets'))
})
after(() => rm(folder, { recursive: true }))

const port = await ownPort()
const at = (path: string, headers = {}) => fetch(`http://localhost:${port}${path}`, { headers, redirect: 'manual' })

const opened = async (t: TestContext, more: { drainMs?: number } = {}) => {
  const { serverUrl, owner } = await testDatabase(t)
  const config = loadConfig({
    PORT: String(port),
    RINGBACK_DATA: folder,
    DATABASE_SERVER_URL: serverUrl,
    HOST: '127.0.0.1',
  })
  const assetFolder = join(folder, 'assets')
  const server = await openServer({ config, serverUrl, log: silentLog(), assetFolder, ...more })
  return { ...server, owner }
}

test('the whole server opens with every route and page of the program, and describes itself', async (t) => {
  const { close, owner } = await opened(t)
  t.after(() => close())
  assert.equal((await at('/healthz')).status, 200)
  assert.deepEqual(await (await at('/readyz')).json(), { status: 'ready' })
  const described = JSON.parse(await (await at('/api/openapi.json')).text())
  const { valid, errors } = await new Validator().validate(described as never)
  assert.ok(valid, JSON.stringify(errors))
  assert.equal(described.components.securitySchemes.signIn.name, 'ringback', 'the cookie that sign-in really sets')
  const page = await at('/', { accept: 'text/html' })
  assert.equal(page.status, 200)
  const style = /href="(\/assets\/[^"]+\.css)"/.exec(await page.text())?.[1] ?? ''
  assert.match((await at(style)).headers.get('cache-control') ?? '', /immutable/)
  assert.match(await (await at('/nowhere', { accept: 'text/html' })).text(), /Page not found|nothing here/i)
  assert.match(await (await at('/metrics')).text(), /process_cpu_seconds_total/)
  assert.equal((await at('/.well-known/jwks.json')).status, 200)
  await owner.pool.query('delete from migration where number = (select max(number) from migration)')
  assert.equal((await at('/readyz')).status, 503)
})

test('no address of the program breaks, whatever is sent to it by anyone', async (t) => {
  const { app, close } = await opened(t)
  t.after(() => close())
  const { paths } = app.swagger() as unknown as { paths: Record<string, Record<string, object>> }
  const operations = Object.entries(paths).flatMap(([path, item]) =>
    Object.keys(item).map((method) => ({ path, method })),
  )
  const forms = fc.dictionary(fc.string(), fc.string()).map((fields) => new URLSearchParams(fields).toString())
  const bodies = fc.oneof(
    fc.jsonValue().map((value) => ({ type: 'application/json', payload: JSON.stringify(value) })),
    forms.map((payload) => ({ type: 'application/x-www-form-urlencoded', payload })),
  )
  for (const { path, method } of operations)
    await fc.assert(
      fc.asyncProperty(fc.string(), forms, bodies, async (word, query, { type, payload }) => {
        const url = `${path.replace(/\{\w+\}/g, encodeURIComponent(word))}?${query}`
        const sent = method === 'get' ? {} : { payload, headers: { 'content-type': type } }
        const { statusCode, body } = await app.inject({ method: method as 'get', url, ...sent })
        assert.notEqual(statusCode, 500, body)
      }),
      { numRuns: 10 }, // other words in each run of the gate: a page that breaks is found within days, a minute saved each time
    )
})

test('a crooked path below a folder of files finds nothing, and is no fault of ours', async (t) => {
  const { app, close } = await opened(t)
  t.after(() => close())
  const crooked = ['', '../package.json', '%2e%2e/package.json', '..%5c..%5cpackage.json', '%00', 'a//b', './main.css']
  for (const folder of ['/assets', '/api/static'])
    for (const path of crooked.slice(folder === '/assets' ? 0 : 1)) {
      const { statusCode } = await app.inject(`${folder}/${path}`)
      assert.ok([302, 400, 404].includes(statusCode), `${folder}/${path}: ${statusCode}`)
    }
})

test('closing does not wait for ever for somebody who never ends a request', async (t) => {
  const { close } = await opened(t, { drainMs: 50 })
  const socket = connect(port, '127.0.0.1', () =>
    socket.write('POST /oauth/token HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n'),
  )
  socket.on('error', () => {})
  const gone = new Promise((resolve) => socket.once('close', resolve))
  await at('/healthz')
  await close()
  await gone
  await assert.rejects(at('/healthz'))
})

test('a start that fails leaves nothing open', async (t) => {
  const first = await opened(t)
  t.after(() => first.close())
  await assert.rejects(opened(t), /EADDRINUSE/)
})
