import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'

/** The account that PostgreSQL runs under, and the words to put before a command so that it does. */
export type Account = { uid: number; gid: number; prefix: readonly string[] }

/**
 * PostgreSQL refuses to run as root, so root runs it as the owner of the data folder when there is one, else as
 * `postgres` or `nobody`. setpriv is innermost: `--pdeathsig=INT` stops the database when its parent dies, even by -9.
 */
export function accountFor(cluster: string): Account {
  if (process.getuid?.() !== 0) return accountOf(process.getuid?.() ?? 0, process.getgid?.() ?? 0, [])
  const { uid, gid } = ownerOf(cluster) ?? fromPasswd('postgres') ?? fromPasswd('nobody') ?? noAccount()
  return accountOf(uid, gid, [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'])
}

/** Runs a short command as the account. */
export function runAs(
  account: Account,
  command: readonly string[],
  cwd = '/',
): { status: number | null; out: string; err: string } {
  const [file = '', ...args] = [...account.prefix, ...command]
  const env = { PATH: process.env.PATH ?? '/usr/bin:/bin', LC_ALL: 'C.UTF-8', TZ: 'UTC' }
  const ran = spawnSync(file, args, { cwd, env, encoding: 'utf8', maxBuffer: 64e6 })
  if (ran.error) throw new Error(`Cannot run ${file}: install Debian's util-linux and findutils.`, { cause: ran.error })
  return { status: ran.status, out: ran.stdout, err: ran.stderr }
}

/** Whether the account can enter a folder (every folder above it included). */
export function canEnter(account: Account, folder: string): boolean {
  return runAs(account, ['test', '-x', folder]).status === 0
}

function accountOf(uid: number, gid: number, become: string[]): Account {
  return { uid, gid, prefix: ['setpriv', ...become, '--pdeathsig=INT'] }
}

function ownerOf(folder: string): { uid: number; gid: number } | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false })
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined
}

// initdb fails for a uid without an entry here.
function fromPasswd(name: string): { uid: number; gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((l) => l.startsWith(`${name}:`))
  const [, , uid, gid] = line?.split(':') ?? []
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined
}

function noAccount(): never {
  throw new Error(
    'PostgreSQL cannot run as root, and there is no account postgres or nobody: set DATABASE_URL instead.',
  )
}
