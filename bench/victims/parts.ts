import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { isFree } from '#platform/embedded-postgres/port'
import { registerPretendOrganisations } from '../../src/cli/pretend/register-organisations.ts'
import { buildAssets } from '../../tools/build-assets.ts'
import type { Tools } from '../frame.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))
const ports = [0, ...Array.from({ length: 80 }, (_, n) => 10 + n)]

export type Part = 'serve' | 'work' | 'seal' | 'simulators'

/** Ringback as its parts, each a process that is started and stopped alone; `servers` of them share the port. */
export async function openParts(tools: Tools, servers = 1) {
  await buildAssets()
  const { ownerUrl, serverUrl } = await tools.database()
  await registerPretendOrganisations(ownerUrl)
  const folder = mkdtempSync(join(tmpdir(), 'ringback-parts-'))
  const port = await freePorts()
  const { DATABASE_URL: _, ...inherited } = process.env
  const env = {
    ...{ ...inherited, PORT: String(port), RINGBACK_DATA: folder, RINGBACK_DEMO: '1', LOG_LEVEL: 'warn' },
    DATABASE_SERVER_URL: serverUrl,
    RINGBACK_SHARE_PORT: '1',
  }
  const running = new Map<Part, ChildProcess[]>()
  const log = join(tools.receipts, 'parts.log')
  const start = (part: Part) => {
    const out = openSync(log, 'a')
    const profile =
      process.env.RINGBACK_BENCH_PROFILE === part ? ['--cpu-prof', `--cpu-prof-dir=${tools.receipts}`] : []
    const args = [...process.execArgv, ...profile, main, part]
    const copies = part === 'serve' ? servers : 1
    const children = Array.from({ length: copies }, () =>
      spawn(process.execPath, args, { env, stdio: ['ignore', out, out] }),
    )
    running.set(part, children)
  }
  const stop = async (part: Part) => {
    const alive = (running.get(part) ?? []).filter(({ exitCode }) => exitCode === null)
    running.delete(part)
    const ended = alive.map((child) => once(child, 'exit'))
    for (const child of alive) child.kill('SIGINT')
    await Promise.all(ended)
  }
  return {
    ...{ port, ownerUrl, origin: `http://localhost:${port}`, start, stop },
    ready: async (part: Part, isReady: () => Promise<boolean>) => {
      for (const end = Date.now() + 60_000; Date.now() < end; await pause(100))
        if (await isReady().catch(() => false)) return
      throw new Error(`${part} did not start: ${readFileSync(log, 'utf8').slice(-2000)}`)
    },
    stopAll: async () => {
      for (const part of [...running.keys()].reverse()) await stop(part)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export type Parts = Awaited<ReturnType<typeof openParts>>

async function freePorts(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 11_000)
    const free = await Promise.all(ports.map((offset) => isFree(port + offset)))
    if (free.every(Boolean)) return port
  }
}
