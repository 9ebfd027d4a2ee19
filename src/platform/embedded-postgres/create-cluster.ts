import {
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { runAs } from './account.ts'
import type { Binaries } from './binaries.ts'
import type { Place } from './place.ts'

/**
 * Makes the data folder when there is none. Built beside it and renamed when whole, so that one killed half-way is
 * swept up by the next start instead of blocking it. `copyOf` is another, stopped, data folder with the same password.
 */
export function createCluster(
  place: Place,
  binaries: Binaries,
  { password, copyOf }: { password: string; copyOf?: string | undefined },
): void {
  sweep(place)
  if (existsSync(join(place.cluster, 'PG_VERSION'))) return
  const draft = `${place.cluster}.new-${process.pid}`
  mkdirSync(draft, { mode: 0o700 })
  const passwordFile = join(draft, 'password')
  writeFileSync(passwordFile, password, { mode: 0o600 })
  for (const path of [draft, passwordFile]) chownSync(path, place.account.uid, place.account.gid)
  const data = join(draft, 'data')
  const ran = runAs(place.account, copyOf ? ['cp', '-a', copyOf, data] : initdb(binaries, data, passwordFile))
  if (ran.status !== 0)
    throw new Error(`PostgreSQL could not make its data folder ${place.cluster}: ${ran.err.trim().split('\n').at(-1)}`)
  renameSync(data, place.cluster)
  syncFolder(dirname(place.cluster)) // else a power cut could lose the name of a folder whose commits were acknowledged
  rmSync(draft, { recursive: true })
}

function initdb(binaries: Binaries, data: string, passwordFile: string): string[] {
  const locale = ['--encoding=UTF8', '--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8']
  const access = ['--username=ringback', '--auth=scram-sha-256', `--pwfile=${passwordFile}`]
  return [join(binaries.folder, 'bin/initdb'), '-D', data, ...locale, ...access, '--no-instructions']
}

function sweep({ cluster }: Place): void {
  for (const name of readdirSync(dirname(cluster)))
    if (name.startsWith(`${basename(cluster)}.new-`))
      rmSync(join(dirname(cluster), name), { recursive: true, force: true })
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r')
  fsyncSync(folder)
  closeSync(folder)
}
