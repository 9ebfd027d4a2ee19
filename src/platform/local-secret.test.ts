import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { localSecret } from './local-secret.ts'

test('a secret is made once, kept for its owner only, and differs by name', (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringback-test-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  const first = localSecret(dataDir, 'one')
  assert.equal(localSecret(dataDir, 'one'), first)
  assert.notEqual(localSecret(dataDir, 'two'), first)
  assert.equal(Buffer.from(first, 'base64url').length, 32)
  assert.equal(statSync(join(dataDir, 'secrets/one')).mode & 0o777, 0o600)
})

test('several who ask at once for a new secret all get the same', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringback-test-'))
  t.after(() => rmSync(dataDir, { recursive: true }))
  const code = `import { localSecret } from ${JSON.stringify(new URL('local-secret.ts', import.meta.url).href)}
    import { parentPort } from 'node:worker_threads'
    parentPort.postMessage(localSecret(${JSON.stringify(dataDir)}, 'shared'))`
  const source = new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  const asked = Array.from(
    { length: 6 },
    () => new Promise((resolve, reject) => new Worker(source).once('message', resolve).once('error', reject)),
  )
  assert.equal(new Set(await Promise.all(asked)).size, 1)
})
