import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { silentLog } from '#platform/log'
import { startEmbedded } from './start-embedded.ts'

test('stopping while a server that died is being started again ends, and nothing is left running', async (t) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'ringback-stop-'))
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  for (const waitMs of [5, 60, 120]) {
    const embedded = await startEmbedded({ dataDir, log: silentLog() })
    process.kill(embedded.pid(), 'SIGKILL')
    await sleep(waitMs)
    const stopped = embedded.stop().then(() => true)
    assert.ok(
      await Promise.race([stopped, sleep(60_000, false, { ref: false })]),
      `stop() hung ${waitMs} ms after the kill`,
    )
    assert.throws(() => process.kill(embedded.pid(), 0), { code: 'ESRCH' })
  }
})
