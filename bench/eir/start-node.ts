import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Client } from '../register/operators.ts'

type Where = {
  readonly centre: string
  readonly feedKey: string
  readonly ledgerKey?: string
  readonly folder: string
  readonly threads?: number
  readonly natsUrls?: readonly string[] | undefined
}

/** A node as an operator runs it: `ringback eir` in a process of its own, with a folder of its own. `startedMs`: until it answered. */
export async function startNode(
  { slug, id, secret }: Client,
  { centre, feedKey, ledgerKey, folder, threads = 1, natsUrls }: Where,
) {
  mkdirSync(folder, { recursive: true })
  const secretFile = join(folder, 'secret')
  writeFileSync(secretFile, secret)
  chmodSync(secretFile, 0o600)
  const began = performance.now()
  const child = spawn(
    process.execPath,
    [
      ...[fileURLToPath(new URL('../../src/main.ts', import.meta.url)), 'eir', '--centre', centre, '--operator', slug],
      ...['--client-id', id, '--secret-file', secretFile, '--feed-key', feedKey, '--data', folder],
      ...(ledgerKey === undefined ? [] : ['--ledger-key', ledgerKey]),
      ...['--port', '0', '--health-port', '0', '--threads', String(threads)],
      ...(natsUrls ? ['--nats-url', natsUrls.join(',')] : []),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, LOG_LEVEL: 'warn' } },
  )
  let said = ''
  child.stderr.on('data', (text) => {
    said += text
  })
  const exited = once(child, 'exit')
  for await (const line of createInterface({ input: child.stdout })) {
    const [, port, healthPort] = /http:\/\/[^:]+:(\d+), .*:(\d+)/.exec(line) ?? []
    if (port === undefined) continue
    return {
      ...{ slug, port: Number(port), healthPort: Number(healthPort), startedMs: performance.now() - began },
      residentMb: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024,
      stop: async (signal: NodeJS.Signals = 'SIGTERM') => {
        child.kill(signal)
        await exited
      },
    }
  }
  throw new Error(`A node ended at its start: ${said}`)
}
