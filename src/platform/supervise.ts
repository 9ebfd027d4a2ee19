import type { ChildProcess } from 'node:child_process'
import type { Log } from './log.ts'

/** A process that is started again whenever it dies, until stop(). */
export type Supervised = { name: string; pid(): number | undefined; stop(): Promise<void>; kill(): void }

export type SuperviseOptions = {
  name: string
  spawn: () => ChildProcess
  log: Log
  /** Called instead of another start when the child says that it is used wrongly (exit 2): trying again cannot help. */
  onMisuse: () => void
  /** First and longest wait before a start, and how long a child must live to count as healthy again. */
  waits?: { firstMs: number; longestMs: number; healthyMs: number }
  graceMs?: number
}

/** Keeps one child running, with a growing wait between starts. */
export function supervise(options: SuperviseOptions): Supervised {
  const {
    name,
    log,
    onMisuse,
    waits = { firstMs: 200, longestMs: 5000, healthyMs: 30_000 },
    graceMs = 10_000,
  } = options
  let child: ChildProcess | undefined
  let waitMs = waits.firstMs
  let again: NodeJS.Timeout | undefined
  let stopping = false

  const start = () => {
    const started = performance.now()
    const fresh = options.spawn()
    child = fresh
    const ended = (code: number | null, signal: string | null) => {
      if (stopping) return
      if (code === 2) return onMisuse()
      if (performance.now() - started >= waits.healthyMs) waitMs = waits.firstMs
      log.error({ child: name, code, signal, waitMs }, 'a process ended by itself: starting it again')
      again = setTimeout(start, waitMs)
      waitMs = Math.min(waitMs * 2, waits.longestMs)
    }
    fresh.once('exit', ended)
    fresh.once('error', (error) => log.error({ child: name, err: error }, 'a process cannot be started'))
  }
  start()

  return {
    name,
    pid: () => child?.pid,
    kill: () => void child?.kill('SIGKILL'),
    async stop() {
      stopping = true
      clearTimeout(again)
      if (child) await end(child, graceMs)
    },
  }
}

async function end(child: ChildProcess, graceMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  child.kill('SIGTERM')
  const tooLong = setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(tooLong)
}
