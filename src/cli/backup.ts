import type { AddCommand } from '#platform/cli'

const HELP = `
Everything, as it stood at one moment, while others read and write: compressed NDJSON with a hash a table and one over
all. Check it anywhere with: ringback verify FILE. Wrapped keys of people are in it; the key-encryption key is not:
keep that (RINGBACK_KEK, or secrets/vault-kek in the data folder) and tombstones.ndjson somewhere else.

Exit codes: 0 the file is whole and on the disk; 2 used wrongly; 3 it could not be made, and there is no file.`

/** `ringback backup`: one file from which the whole installation can be brought back. */
const addBackup: AddCommand = (program, cli) => {
  program
    .command('backup')
    .description('write the whole database to one file that can be checked, while serving')
    .argument('<file>', 'a new file; it appears only once it is whole')
    .option('--json', 'print one JSON object {file, rows, bytes, tables}')
    .addHelpText('after', HELP)
    .action(async (file: string, options: { json?: boolean }) => {
      const { backupCommand } = await import('./backup/backup-command.ts')
      await backupCommand(file, options, cli)
    })
}

export default addBackup
