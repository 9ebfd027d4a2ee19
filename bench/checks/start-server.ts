import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('server.ts', import.meta.url))

/** Starts one of the servers; its log goes to a file. `RINGBACK_BENCH_PROFILE=1` leaves a CPU profile beside it. */
export async function startServer(kind: 'bare' | 'whole', serverUrl: string, receipts: string) {
  const log = openSync(join(receipts, `${kind}.log`), 'a')
  const profile =
    process.env.RINGBACK_BENCH_PROFILE && kind === 'whole' ? ['--cpu-prof', `--cpu-prof-dir=${receipts}`] : []
  const child = spawn(process.execPath, [...profile, program, kind, serverUrl], {
    stdio: ['pipe', 'pipe', log],
  }) as ChildProcessByStdio<Writable, Readable, null>
  const [port] = (await once(child.stdout, 'data')) as [Buffer]
  return {
    port: Number(String(port)),
    pid: child.pid ?? 0,
    stop: async () => {
      child.stdin.end()
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}
