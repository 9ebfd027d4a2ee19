import { existsSync, statSync } from 'node:fs'
import { rowsOfDatabase } from '#ledger/verify/sources'
import { verifyLedger } from '#ledger/verify/verify-ledger'
import { BackupDamaged } from '#platform/backup/format'
import { type Restored, restoreBackup } from '#platform/backup/restore-backup'
import { type Cli, exitCodes } from '#platform/cli'
import { openDatabase } from '#platform/database'
import { progressBar } from '#platform/progress'
import { reachDatabase } from '#platform/reach-database'
import { copyTombstones, type TombstoneLog, tombstoneLog, tombstonesIn } from '#platform/vault/tombstones'

type Options = { tombstones?: string; withoutTombstones?: boolean; json?: boolean }

// Whoever carried these is gone: the partner's own memory of the action's id keeps a second sending from doing harm.
const FREE_CLAIMED_ACTIONS = `update action set claimed_by = null, due = least(due, clock_timestamp())
  where claimed_by is not null`

/** Restores, verifies, says what was done on stderr, and returns the exit code. */
export async function restoreCommand(file: string, options: Options, cli: Cli): Promise<number> {
  const own = tombstonesIn(cli.config().dataDir)
  const log = tombstoneLog(options.tombstones ?? own.path)
  if (!existsSync(log.path) && !options.withoutTombstones) {
    process.stderr.write(
      `There is no tombstone log ${log.path}: whoever was erased since the backup would come back. Give --tombstones LOG, or --without-tombstones.\n`,
    )
    return exitCodes.usedWrongly
  }
  try {
    const restored = await restore(file, log, cli)
    if (log.path !== own.path) await copyTombstones(log, own)
    process.stderr.write(sentences(restored, log))
    if (options.json) process.stdout.write(`${JSON.stringify(restored)}\n`)
    return exitCodes.good
  } catch (fault) {
    if (!(fault instanceof Error && (fault.cause instanceof BackupDamaged || fault instanceof LedgerWrong))) throw fault
    process.stderr.write(`${fault.message}\n`)
    return exitCodes.foundWrong
  }
}

async function restore(file: string, tombstones: TombstoneLog, cli: Cli): Promise<Restored> {
  const size = statSync(file).size
  const bar = progressBar('Bytes')
  const reached = await reachDatabase(cli.config(), cli.log('restore'))
  try {
    const { ownerUrl, serverUrl } = reached
    if (!ownerUrl) throw new Error('Only the owner of the tables can restore them: set DATABASE_URL to the owner.')
    return await restoreBackup({
      ...{ file, ownerUrl, serverUrl, tombstones, verify, afterLoad: [FREE_CLAIMED_ACTIONS] },
      now: () => new Date(),
      onBytes: (bytes) => bar.show(bytes, size),
      onStep: (step) => {
        if (step !== 'erase') return
        bar.end()
        process.stderr.write('Loaded. Erasing again, then verifying the ledger.\n')
      },
    })
  } finally {
    await reached.stop()
  }
}

class LedgerWrong extends Error {}

async function verify(ownerUrl: string): Promise<void> {
  const database = openDatabase(ownerUrl, { max: 1, applicationName: 'ringback restore' })
  try {
    const { findings, unlisted } = await verifyLedger(rowsOfDatabase(database))
    if (findings.length === 0) return
    const first = findings.slice(0, 5).map(({ says }) => `\n  ${says}`)
    throw new LedgerWrong(
      `The restored ledger is not what was sealed (${findings.length + unlisted} findings), and it will not be served:${first.join('')}`,
    )
  } finally {
    await database.close()
  }
}

const sentences = ({ at, rows, erased, unreadable }: Restored, { path }: TombstoneLog) =>
  [
    `Restored as of ${at}: ${rows} rows. ${erased} ${erased === 1 ? 'person' : 'people'} erased since then erased again.`,
    ...(unreadable.length > 0
      ? [`${path}: line ${unreadable.join(', ')} cannot be read. Find out who was being erased, and erase them.`]
      : []),
    'The ledger verifies, without its signatures: check those with ringback verify. Ready to serve.\n',
  ].join('\n')
