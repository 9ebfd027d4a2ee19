import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import { defineRoute } from './define-route.ts'
import { testApp } from './testing.ts'

const echo = defineRoute()({
  method: 'POST',
  url: '/echo',
  summary: 'Says what it was sent',
  who: 'anyone',
  accepts: 'upload',
  bodyLimit: 4096,
  body: z.record(z.string(), z.union([z.string(), z.array(z.string())])).transform((sent) => ({ sent })),
  produces: 'text/plain',
  reply: z.string(),
  handle: ({ sent }) => JSON.stringify(sent),
})

test('a form with a file is read as text, in UTF-8 or as a spreadsheet writes it; a damaged or too large one is refused', async (t) => {
  const app = await testApp(t, await testDatabase(t), [echo])
  const origin = await app.listen({ host: '127.0.0.1', port: 0 })
  const post = (body: FormData | string, headers: Record<string, string> = {}) =>
    fetch(`${origin}/echo`, { method: 'POST', body, headers: { origin: 'http://localhost:8080', ...headers } })

  const form = new FormData()
  form.append('lines', 'pasted')
  form.append('file', new Blob(['490154203237518;é']), 'tray.csv')
  form.append('picture', new Blob([Buffer.from('\x89PNG\r\n\x1a\nx', 'latin1')]), 'receipt.txt')
  form.append('wide', new Blob([Buffer.from('\uFEFF35;x', 'utf16le')]), 'tray.txt')
  assert.deepEqual(await (await post(form)).json(), {
    lines: 'pasted',
    file: '490154203237518;é',
    picture: 'data:image/png;base64,iVBORw0KGgp4',
    wide: '35;x',
  })

  const type = { 'content-type': 'multipart/form-data; boundary=x' }
  for (const damaged of ['', '--x', '--x\r\ncontent-disposition: form-data; name="a"\r\n\r\n490154203237518'])
    assert.equal((await post(damaged, type)).status, 400)
  const large = new FormData()
  large.append('file', new Blob(['9'.repeat(5000)]), 'tray.csv')
  assert.equal((await post(large)).status, 413)
  assert.equal((await post('{}', { 'content-type': 'application/json' })).status, 415)

  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 200 }), async (text) => {
      const one = new FormData()
      one.append('file', new Blob([text]), 'x')
      const bare = text.startsWith('\uFEFF') ? text.slice(1) : text
      assert.equal(((await (await post(one)).json()) as { file: string }).file, bare)
    }),
    { numRuns: 30 },
  )
})
