import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Account, accountFor, canEnter } from './account.ts'

/** Where a cluster lives, who runs it, and a folder of ours that its account can certainly enter. */
export type Place = { cluster: string; account: Account; shelter: string }

/**
 * Data live in `<dataDir>/postgres`. As root below a folder closed to the database account they go to
 * `<outside>/<random>/postgres`. The first choice is recorded in `<dataDir>/where` and kept. Random, not made from the
 * path: a data folder that was deleted and made again must not find a database whose secrets are gone.
 */
export function choosePlace(dataDir: string, outside = '/var/lib/ringback'): Place {
  mkdirSync(dataDir, { recursive: true })
  const home = realpathSync(dataDir)
  if (process.getuid?.() === 0) chmodSync(home, statSync(home).mode | 0o011)
  const record = join(home, 'where')
  const cluster = existsSync(record) ? readFileSync(record, 'utf8').trim() : firstChoice(home, outside)
  mkdirSync(dirname(cluster), { recursive: true, mode: 0o755 })
  if (!existsSync(record)) writeFileSync(record, `${cluster}\n`, { flush: true })
  const shelter = dirname(cluster) === home ? outside : dirname(cluster)
  return { cluster, account: ownAccount(cluster), shelter }
}

function firstChoice(home: string, outside: string): string {
  const inPlace = join(home, 'postgres')
  if (canEnter(accountFor(inPlace), home)) return inPlace
  return join(outside, randomBytes(8).toString('hex'), 'postgres')
}

function ownAccount(cluster: string): Account {
  const account = accountFor(cluster)
  const owner = statSync(cluster, { throwIfNoEntry: false })?.uid
  if (owner !== undefined && owner !== account.uid)
    throw new Error(
      `The database in ${cluster} belongs to another account (uid ${owner}). Start Ringback as that account or as root, ` +
        'or give it another folder, for example RINGBACK_DATA=.ringback-2',
    )
  return account
}
