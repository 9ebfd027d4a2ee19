import type { Kysely } from 'kysely'
import { type Cli, exitCodes } from '#platform/cli'
import { lendDatabase } from '#platform/lend-database'
import { progressBar } from '#platform/progress'
import { keksFor } from '#platform/vault/kek-file'
import { type KeyEncryption, localKeyEncryption } from '#platform/vault/key-encryption'
import { dueForReview, dueRefs } from '#platform/vault/review'
import { rotateKeys } from '#platform/vault/rotate'
import { checkKeys } from '#platform/vault/start-check'
import type { VaultTables } from '#platform/vault/tables'
import { tombstonesIn } from '#platform/vault/tombstones'
import { openVault } from '#platform/vault/vault'

type Json = { json?: boolean }

/** Re-wraps every subject's key under the current key-encryption key. */
export const rotate = ({ json }: Json, cli: Cli): Promise<number> =>
  withVaultTables(cli, async (db) => {
    const keys = keysOf(cli)
    await checkKeys(db, keys)
    const bar = progressBar('Keys')
    const { rewrapped, held } = await rotateKeys(db, keys, { onProgress: bar.show })
    bar.end()
    process.stderr.write(`${rewrapped} keys wrapped under ${keys.current}. ${heldSays(held)}\n`)
    if (json) process.stdout.write(`${JSON.stringify({ rewrapped, held })}\n`)
    return held === 0 ? exitCodes.good : exitCodes.foundWrong
  })

const heldSays = (held: number) =>
  held === 0
    ? 'No other key is in use: older ones can leave RINGBACK_KEK.'
    : `${held} were held by others and are not: run it again before an older key leaves RINGBACK_KEK.`

/** Erases one person. */
export const erase = (subject: string, { why, json }: Json & { why: string }, cli: Cli): Promise<number> =>
  withVaultTables(cli, async (db) => {
    const vault = await openVault(db, {
      keys: keysOf(cli),
      tombstones: tombstonesIn(cli.config().dataDir),
      audit: () => Promise.reject(new Error('nothing is revealed on the command line')),
      now: () => new Date(),
    })
    const erasure = await db.transaction().execute((trx) => vault.erase(trx, subject, why))
    const says = erasure.done ? `${erasure.records} records can no longer be read.` : 'It was erased before.'
    process.stderr.write(`${says}\n`)
    if (json) process.stdout.write(`${JSON.stringify(erasure)}\n`)
    return exitCodes.good
  })

/** What is due for review. */
export const reviewList = ({ refs: most, json }: Json & { refs?: string }, cli: Cli): Promise<number> =>
  withVaultTables(cli, async (db) => {
    const limit = most === undefined ? 0 : Number(most)
    if (!Number.isSafeInteger(limit) || limit < 0) {
      process.stderr.write('--refs takes a whole number.\n')
      return exitCodes.usedWrongly
    }
    const at = new Date()
    const due = await dueForReview(db, at)
    const refs = limit === 0 ? [] : await dueRefs(db, at, limit)
    const lines = due.map(({ class: kind, records, oldest }) => `${kind}\t${records}\tsince ${oldest}`)
    process.stdout.write(json ? `${JSON.stringify({ due, refs })}\n` : [...lines, ...refs, ''].join('\n'))
    if (due.length === 0) process.stderr.write('Nothing is due for review.\n')
    return exitCodes.good
  })

function keysOf(cli: Cli): KeyEncryption {
  const { keks, advice } = keksFor(cli.config())
  if (advice) process.stderr.write(`${advice}\n`)
  return localKeyEncryption(keks)
}

async function withVaultTables(cli: Cli, work: (db: Kysely<VaultTables>) => Promise<number>): Promise<number> {
  return lendDatabase<VaultTables>(cli, { command: 'vault' }, ({ kysely }) => work(kysely))
}
