import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '#platform/log'
import { runAs } from './account.ts'
import type { Place } from './place.ts'

/**
 * The PostgreSQL processes that live in a data folder: their working directory is in it and their program is postgres.
 * A pid file alone proves nothing: its pid may belong to another program by now, or be dead while its children live.
 */
export function occupants({ cluster, account }: Place): number[] {
  // Asked as the database account: root without CAP_SYS_PTRACE (a container's default) may not read another's cwd.
  const { out } = runAs(account, [
    'find',
    '/proc',
    '-mindepth',
    '2',
    '-maxdepth',
    '2',
    '(',
    '-name',
    'cwd',
    '-o',
    '-name',
    'exe',
    ')',
    '-printf',
    '%h\t%f\t%l\n',
  ])
  const seen = new Map<string, { cwd?: string; exe?: string }>()
  for (const line of out.split('\n')) {
    const [process = '', link = '', target = ''] = line.split('\t')
    seen.set(process, { ...seen.get(process), [link]: target })
  }
  const within = (path = '') => path === cluster || path.startsWith(`${cluster}/`)
  const isPostgres = (path = '') => /^postgres( \(deleted\))?$/.test(basename(path))
  return [...seen]
    .filter(([, { cwd, exe }]) => within(cwd) && isPostgres(exe))
    .map(([process]) => Number(basename(process)))
}

/** Line 1 of postmaster.pid, when there is one. */
export function recordedPid(cluster: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10)
  } catch {
    return undefined
  }
}

/**
 * Makes a data folder free for a start: an orphaned server is stopped, children that outlived theirs are waited for and
 * then ended, and only when nobody lives there any more are the pid file (PostgreSQL's own interlock) and its socket removed.
 * The caller holds the lock of this folder, so whoever is found here has lost its parent.
 */
export async function vacate(place: Place, log: Log, { patienceMs = 5000 } = {}): Promise<void> {
  const found = occupants(place)
  const orphan = found.find((pid) => pid === recordedPid(place.cluster))
  if (found.length > 0)
    log.warn({ processes: found.length, postmaster: orphan !== undefined }, 'ending a PostgreSQL that lost its parent')
  if (orphan !== undefined) signal([orphan], 'SIGINT')
  if (!(await emptyWithin(place, orphan === undefined ? patienceMs : 6 * patienceMs)))
    signal(occupants(place), 'SIGQUIT')
  if (!(await emptyWithin(place, patienceMs))) signal(occupants(place), 'SIGKILL') // committed work is in the WAL
  if (!(await emptyWithin(place, patienceMs)))
    throw new Error(
      `PostgreSQL processes ${occupants(place).join(', ')} in ${place.cluster} do not end: end them and start again.`,
    )
  for (const name of existsSync(place.cluster) ? readdirSync(place.cluster) : [])
    if (name === 'postmaster.pid' || name.startsWith('.s.PGSQL.')) rmSync(join(place.cluster, name), { force: true })
}

async function emptyWithin(place: Place, patienceMs: number): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= patienceMs; waitedMs += 100) {
    if (occupants(place).length === 0) return true
    await sleep(100)
  }
  return false
}

function signal(pids: number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // gone in the meantime, which is what we wanted
    }
  }
}
