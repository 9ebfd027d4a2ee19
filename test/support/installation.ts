import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { choosePlace } from '#platform/embedded-postgres/place'
import { readPort } from '#platform/embedded-postgres/port'
import { localSecret } from '#platform/local-secret'
import { loginUrl } from '#platform/server-role'
import { buildAssets } from '../../tools/build-assets.ts'
import { ownPort } from './ports.ts'

/** What a command of the program said, and the code that it ended with. */
export type Said = { readonly code: number | null; readonly out: string; readonly err: string }

/** A whole Ringback of its own: data folder, ports and processes of `ringback start`, which is started again when it ends. */
export type Installation = {
  readonly dataDir: string
  readonly port: number
  readonly origin: string
  /** Everything that any of its processes has written so far. */
  readonly output: () => string
  readonly ownerUrl: () => string
  readonly serverUrl: () => string
  readonly startPid: () => number | undefined
  /** How often `ringback start` ended by itself: a start that was refused is tried again. */
  readonly refusedStarts: () => number
  readonly ready: () => Promise<boolean>
  readonly ringback: (...args: readonly string[]) => Promise<Said>
  readonly stop: () => Promise<void>
}

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

const simulators = Array.from({ length: 80 }, (_, index) => 10 + index)

/** Ports that one installation may use, counted from its PORT: its own, its witness, its simulators, a drill's partners. */
const portsUsed = [0, 5, ...simulators, 90, 91, 92, 93]

/** Starts one and waits until it serves. What it leaves behind is removed by `stop`. */
export async function install(env: NodeJS.ProcessEnv = {}): Promise<Installation> {
  await buildAssets()
  const dataDir = mkdtempSync(join(tmpdir(), 'ringback-installation-'))
  chmodSync(dataDir, 0o755)
  const port = await ownPort(portsUsed)
  const logFile = join(dataDir, 'output.log')
  const { DATABASE_URL: _, DATABASE_SERVER_URL: __, ...inherited } = process.env
  const ownEnv = { ...inherited, PORT: String(port), RINGBACK_DATA: dataDir, ...env }
  const kept = keepStarted(logFile, ownEnv)
  const ownerUrl = () =>
    `postgres://ringback:${localSecret(dataDir, 'postgres-owner')}@127.0.0.1:${readPort(join(dataDir, 'postgres-port'))}/ringback`
  const installation: Installation = {
    ...{ dataDir, port, origin: `http://127.0.0.1:${port}`, ownerUrl },
    output: () => readFileSync(logFile, 'utf8'),
    serverUrl: () => loginUrl(ownerUrl(), localSecret(dataDir, 'postgres-server')),
    startPid: kept.pid,
    refusedStarts: kept.refused,
    ready: () => isReady(port),
    ringback: (...args) => runProgram([main, ...args], ownEnv),
    stop: async () => {
      await kept.stop()
      removeData(dataDir)
    },
  }
  for (const end = performance.now() + 120_000; !(await installation.ready()); await sleep(100)) {
    if (performance.now() < end) continue
    const said = installation.output().slice(-2000)
    await installation.stop()
    throw new Error(`Ringback did not start within two minutes: ${said}`)
  }
  return installation
}

async function isReady(port: number): Promise<boolean> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(2000) })
    await answer.body?.cancel()
    return answer.status === 200
  } catch {
    return false
  }
}

/** Runs `ringback start` and starts it again whenever it ends, as its operator would. */
function keepStarted(logFile: string, env: NodeJS.ProcessEnv) {
  let child: ChildProcess | undefined
  let stopping = false
  let refused = 0
  const run = async () => {
    while (!stopping) {
      const log = openSync(logFile, 'a')
      child = spawn(process.execPath, [main, 'start'], { env, stdio: ['ignore', log, log, 'ipc'] })
      closeSync(log)
      const [, signal] = await once(child, 'exit')
      if (stopping) return
      if (signal === null) refused++
      await sleep(signal === null ? 500 : 0)
    }
  }
  const running = run()
  return {
    pid: () => child?.pid,
    refused: () => refused,
    stop: async () => {
      stopping = true
      child?.kill('SIGINT')
      const tooLong = setTimeout(() => child?.kill('SIGKILL'), 30_000)
      await running
      clearTimeout(tooLong)
    },
  }
}

/** Runs a program of this checkout to its end. */
export async function runProgram(args: readonly string[], env: NodeJS.ProcessEnv): Promise<Said> {
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code, out, err }
}

function removeData(dataDir: string): void {
  const { cluster } = choosePlace(dataDir)
  if (!cluster.startsWith(dataDir)) rmSync(dirname(cluster), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}
