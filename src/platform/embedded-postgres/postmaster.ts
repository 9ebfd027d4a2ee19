import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '#platform/log'
import { socketFolder } from './address.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'

/** A running PostgreSQL server. `exited` resolves when it is gone, for whatever reason. */
export type Postmaster = { pid: number; exited: Promise<void>; stop(): Promise<void>; kill(): void; unref(): void }

// Given on the command line, they outrank postgresql.conf and ALTER SYSTEM. Durability is never turned off where data count.
const settings = {
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  listen_addresses: '127.0.0.1',
  max_connections: '200',
  shared_buffers: '256MB',
  wal_compression: 'on',
  max_wal_size: '2GB',
  jit: 'off',
  timezone: 'UTC',
  // Statements, details and messages of failed statements may quote personal data; the caller gets them anyway.
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
}

/**
 * For a cluster that is thrown away: nothing waits for the disk, and several programs may use it. It still survives the death
 * of its processes.
 */
const throwawaySettings = {
  ...{ ...settings, fsync: 'off', full_page_writes: 'off', max_connections: '600' },
  ...{ autovacuum: 'off', checkpoint_timeout: '1h' },
}

type Running = { readonly port: number; readonly log: Log; readonly throwaway: boolean }

/** Starts the server on a port of 127.0.0.1 and on its socket, and waits until it takes connections. */
export async function launch(place: Place, binaries: Binaries, { port, log, throwaway }: Running): Promise<Postmaster> {
  const all = { ...(throwaway ? throwawaySettings : settings), unix_socket_directories: socketFolder(place.cluster) }
  const flags = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const command = [
    ...place.account.prefix,
    join(binaries.folder, 'bin/postgres'),
    '-D',
    place.cluster,
    '-p',
    String(port),
    ...flags,
  ]
  const [file = '', ...args] = command
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  // Its own process group: Ctrl-C in the terminal is for us, and we stop the database last.
  const child = spawn(file, args, { cwd: '/', env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const said = listenTo(child, log)
  // 'exit', not 'close': children that outlive the server keep its stderr open.
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()))
  const gone = exited.then(() => true)
  while (!(await Promise.race([gone, sleep(20, false)])))
    if (isReady(place.cluster, child.pid)) return handle(child, exited)
  await sleep(50, undefined) // its last words
  throw new Error(`PostgreSQL did not start in ${place.cluster}: ${said.at(-1) ?? 'it said nothing'}`)
}

function handle(child: ChildProcess, exited: Promise<void>): Postmaster {
  return {
    pid: child.pid ?? 0,
    exited,
    async stop() {
      child.kill('SIGINT') // fast: SIGTERM would wait for every client to leave
      const tooLong = setTimeout(() => child.kill('SIGQUIT'), 60_000)
      await exited
      clearTimeout(tooLong)
    },
    kill: () => void child.kill('SIGQUIT'),
    unref() {
      child.unref()
      if (child.stderr && 'unref' in child.stderr && typeof child.stderr.unref === 'function') child.stderr.unref()
    },
  }
}

function listenTo(child: ChildProcess, log: Log): string[] {
  const said: string[] = []
  if (!child.stderr) return said
  createInterface(child.stderr).on('line', (line) => {
    const text = line.replace(/^[\d-]+ [\d:.]+ \w+ \[\d+\] /, '')
    if (!/^\w+: {2}database system is shut down/.test(text)) said.push(text)
    said.splice(0, said.length - 20)
    if (/^(FATAL|PANIC):/.test(text)) log.warn(text)
    else log.debug(text)
  })
  return said
}

// Line 1 is the pid, line 8 the state that the server itself writes.
function isReady(cluster: string, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready'
  } catch {
    return false
  }
}
