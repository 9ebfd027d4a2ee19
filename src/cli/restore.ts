import type { AddCommand } from '#platform/cli'

const HELP = `
All of the backup goes in, or nothing. People erased since it was made are erased again, from the tombstone log, and the
ledger is verified, before anything can be served. Give the newest tombstone log that you have: it lies apart from the
backups on purpose (default: tombstones.ndjson in the data folder).

Exit codes: 0 ready to serve; 1 the file is damaged or its ledger does not verify; 2 used wrongly; 3 could not be done.`

/** `ringback restore`: the reverse of backup, into an empty database. */
const addRestore: AddCommand = (program, cli) => {
  program
    .command('restore')
    .description('bring a backup back into an empty database, erase again who was erased since, and verify it')
    .argument('<file>', 'a file that ringback backup wrote')
    .option('--tombstones <log>', 'the record of erasures (default: tombstones.ndjson in the data folder)')
    .option('--without-tombstones', 'nobody was erased since, or the log is lost: restore without it')
    .option('--json', 'print one JSON object {at, rows, erased, unreadable}')
    .addHelpText('after', HELP)
    .action(async (file: string, options: object) => {
      const { restoreCommand } = await import('./restore/restore-command.ts')
      process.exitCode = await restoreCommand(file, options, cli)
    })
}

export default addRestore
