import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test, { type TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { checkpointText } from '#lib/checkpoint'
import { rootOfLeaves } from '#lib/merkle/frontier'
import { type Hash, hashLeaf } from '#lib/merkle/hash'
import { levelWidth, parseTilePath } from '#lib/merkle/tile'
import { noteSigner, openNote, parseVerifier, signNote } from '#lib/note'
import { observe } from './observe.ts'
import { checkpointOf, openStore, readWitness, type WitnessStore } from './store.ts'

const key = noteSigner('ringback.test/ledger', Buffer.alloc(32, 7))
const leaf = (text: string): Hash => hashLeaf(Buffer.from(text))

/** A log over real HTTP whose leaves a test may grow, cut or rewrite as a dishonest operator with the real key could. */
async function openLog(t: TestContext, leaves: Hash[] = []) {
  const log = { leaves, signer: key, url: '', tilesOf: undefined as Hash[] | undefined }
  const server = createServer((request, response) => {
    const path = request.url?.slice(1) ?? ''
    if (path === 'checkpoint') {
      const head = { origin: key.name, size: log.leaves.length, root: rootOfLeaves(log.leaves) }
      return response.end(signNote(checkpointText(head), log.signer))
    }
    const tile = parseTilePath(path.replace('tile/', ''))
    const served = log.tilesOf ?? log.leaves
    if (!tile || tile.index * 256 + tile.width > levelWidth(tile.level, served.length))
      return response.writeHead(404).end()
    return response.end(Buffer.concat(served.slice(tile.index * 256, tile.index * 256 + tile.width)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  log.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  t.after(() => server.close())
  return log
}

const grow = (leaves: Hash[], count: number): void => {
  for (let n = 0; n < count; n++) leaves.push(leaf(`event ${leaves.length}`))
}

async function openWitness(t: TestContext, url: string) {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-witness-'))
  let store: WitnessStore = await openStore(folder, 'witness.test/w')
  t.after(async () => {
    await store.close()
    rmSync(folder, { recursive: true })
  })
  const look = () => observe({ log: url, verifier: key, store, now: () => 1_790_000_000_000 })
  const restart = async (between = () => {}) => {
    await store.close()
    between()
    store = await openStore(folder, 'witness.test/w')
  }
  return { folder, look, restart, store: () => store }
}

test('a witness cosigns each head that continues the one before, and keeps every leaf', async (t) => {
  const log = await openLog(t)
  const { folder, look, store } = await openWitness(t, log.url)
  assert.deepEqual(await look(), { outcome: 'unchanged', size: 0 })
  await assert.rejects(readWitness(folder), /has cosigned no head yet/)
  for (const more of [1, 3, 251, 1, 1, 600]) {
    grow(log.leaves, more)
    assert.deepEqual(await look(), { outcome: 'cosigned', size: log.leaves.length })
    assert.deepEqual(await look(), { outcome: 'unchanged', size: log.leaves.length })
  }
  const opened = openNote(store().newest ?? '', [key, parseVerifier(readFileSync(join(folder, 'vkey'), 'utf8'))])
  assert.ok('text' in opened)
  assert.deepEqual(
    opened.signatures.map((s) => s.at),
    [undefined, 1_790_000_000],
  )
  const memory = await readWitness(folder)
  assert.equal(memory.size, 857)
  assert.deepEqual(memory.leaves, Buffer.concat(log.leaves))
  assert.equal(readFileSync(join(folder, 'heads.ndjson'), 'utf8').trimEnd().split('\n').length, 6)
  assert.equal(statSync(join(folder, 'key')).mode & 0o777, 0o600)
})

test('a witness refuses a log that shrank, keeps both heads, and goes on refusing after a restart', async (t) => {
  const log = await openLog(t)
  const { folder, look, restart } = await openWitness(t, log.url)
  grow(log.leaves, 300)
  await look()
  log.leaves.length = 290
  const seen = await look()
  assert.ok(seen.outcome === 'refused')
  assert.match(seen.refusal.says, /shrank from 300 to 290/)
  grow(log.leaves, 20)
  assert.equal((await look()).outcome, 'refused', 'also when the log is whole again')
  await restart()
  assert.equal((await look()).outcome, 'refused')
  const kept = JSON.parse(readFileSync(join(folder, 'refused.json'), 'utf8')) as { ours: string; theirs: string }
  assert.deepEqual([checkpointOf(kept.ours).size, checkpointOf(kept.theirs).size], [300, 290])
  assert.ok('text' in openNote(kept.theirs, [key]), 'the evidence carries the signature of the log')
  await restart(() => rmSync(join(folder, 'refused.json')))
  assert.deepEqual(await look(), { outcome: 'cosigned', size: 310 }, 'a person cleared it')
})

test('a witness names the number that was rewritten, though the real key signed the new tree', async (t) => {
  const log = await openLog(t)
  const { look } = await openWitness(t, log.url)
  grow(log.leaves, 1000)
  await look()
  log.leaves[123] = leaf('forged')
  grow(log.leaves, 5)
  const seen = await look()
  assert.ok(seen.outcome === 'refused')
  assert.equal(seen.refusal.seq, 123)
})

test('a witness refuses two trees of one size', async (t) => {
  const log = await openLog(t)
  const { look, store } = await openWitness(t, log.url)
  grow(log.leaves, 10)
  await look()
  const before = store().newest
  log.leaves[9] = leaf('forged')
  const seen = await look()
  assert.ok(seen.outcome === 'refused')
  assert.match(seen.refusal.says, /two different trees of 10/)
  assert.equal(store().newest, before)
})

test('a witness does not cosign a head by a stranger, nor tiles that do not fit, and waits for a better look', async (t) => {
  const log = await openLog(t)
  const { look, store } = await openWitness(t, log.url)
  grow(log.leaves, 10)
  log.signer = noteSigner(key.name, Buffer.alloc(32, 8))
  assert.equal((await look()).outcome, 'doubtful')
  log.signer = key
  log.tilesOf = log.leaves.map(() => leaf('nonsense'))
  assert.equal((await look()).outcome, 'doubtful')
  assert.equal(store().newest, undefined)
  log.tilesOf = undefined
  assert.equal((await look()).outcome, 'cosigned')
})

test('a write torn by a kill is mended at the next start', async (t) => {
  const log = await openLog(t)
  const { folder, look, restart, store } = await openWitness(t, log.url)
  grow(log.leaves, 40)
  await look()
  const tears = [
    () => appendFileSync(join(folder, 'leaves'), Buffer.alloc(77)),
    () => appendFileSync(join(folder, 'heads.ndjson'), '{"size":50,"no'),
    () => rmSync(join(folder, 'checkpoint')),
  ]
  for (const tear of tears) {
    await restart(tear)
    assert.equal(store().frontier.size, log.leaves.length)
    assert.ok(existsSync(join(folder, 'checkpoint')))
    grow(log.leaves, 300)
    assert.deepEqual(await look(), { outcome: 'cosigned', size: log.leaves.length })
  }
  assert.deepEqual((await readWitness(folder)).leaves, Buffer.concat(log.leaves))
})

test('a witness whose memory was changed does not start', async (t) => {
  const log = await openLog(t)
  const { folder, look, store } = await openWitness(t, log.url)
  grow(log.leaves, 40)
  await look()
  await store().close()
  const leaves = readFileSync(join(folder, 'leaves'))
  leaves[100] = (leaves[100] ?? 0) ^ 1
  const { writeFileSync } = await import('node:fs')
  writeFileSync(join(folder, 'leaves'), leaves)
  await assert.rejects(openStore(folder, 'witness.test/w'), /the folder is damaged/)
  leaves[100] ^= 1
  writeFileSync(join(folder, 'leaves'), leaves)
})

test('a witness process killed at random moments never forgets a head that it gave out', async (t) => {
  const log = await openLog(t)
  const folder = await mkdtemp(join(tmpdir(), 'ringback-witness-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const program = `
    import { runWitness } from ${JSON.stringify(new URL('run-witness.ts', import.meta.url).href)}
    const [log, vkey, folder] = process.argv.slice(1)
    const quiet = () => {}
    const say = { info: quiet, warn: quiet, error: quiet, debug: quiet, fatal: quiet, child: () => say }
    await runWitness({ log, vkey, folder, name: 'witness.test/w', host: '127.0.0.1', port: 0, say, everyMs: 1,
      signal: new AbortController().signal, now: Date.now, onListening: (port) => process.stdout.write(String(port)) })`
  let givenOut = 0
  for (let round = 0; round < 8; round++) {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program, log.url, key.vkey, folder], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [port] = (await once(child.stdout, 'data')) as [Buffer]
    for (let n = 0; n < 10; n++) {
      grow(log.leaves, 37)
      await pause(5)
      const note = await (await fetch(`http://127.0.0.1:${port}/checkpoint`)).text()
      if (!note.startsWith('not found')) {
        assert.ok(checkpointOf(note).size >= givenOut, 'a witness never goes back')
        givenOut = checkpointOf(note).size
      }
    }
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  assert.ok(givenOut > 0)
  const store = await openStore(folder, 'witness.test/w')
  assert.ok(store.frontier.size >= givenOut)
  assert.equal(store.refusal, undefined)
  assert.deepEqual((await readWitness(folder)).leaves, Buffer.concat(log.leaves.slice(0, store.frontier.size)))
  await store.close()
})
