import type { Client } from 'pg'
import { ledgerTables } from '#ledger/verify/rows'
import { writeBackup } from '#platform/backup/write-backup'
import type { Cli } from '#platform/cli'
import { progressBar } from '#platform/progress'
import { reachDatabase } from '#platform/reach-database'

/** Writes a backup of this installation and says what is in it. */
export async function backupCommand(file: string, { json }: { json?: boolean }, cli: Cli): Promise<void> {
  const reached = await reachDatabase(cli.config(), cli.log('backup'))
  const bar = progressBar('Rows')
  try {
    if (!reached.ownerUrl)
      throw new Error('Only the owner of the tables can back them up: set DATABASE_URL to the owner.')
    const backup = await writeBackup({
      ...{ url: reached.ownerUrl, file, head: lastHead, first: ledgerTables },
      now: () => new Date(),
      onProgress: bar.show,
    })
    bar.end()
    const { rows, bytes, tables } = backup
    process.stderr.write(`${file}: ${rows} rows of ${Object.keys(tables).length} tables, ${bytes} bytes.\n`)
    if (json) process.stdout.write(`${JSON.stringify(backup)}\n`)
  } finally {
    await reached.stop()
  }
}

async function lastHead(client: Client): Promise<string | null> {
  const { rows } = await client.query<{ note: string }>('select note from head order by size desc limit 1')
  return rows[0]?.note ?? null
}
