import type { AddCommand } from '#platform/cli'

const addMigrate: AddCommand = (program, cli) => {
  program
    .command('migrate')
    .description('bring the database to the form that this program needs (ringback start does it by itself)')
    .option('--json', 'print one JSON object')
    .action(async ({ json }: { json?: boolean }) => {
      const { reachDatabase } = await import('#platform/reach-database')
      const { migrate } = await import('#platform/migrate')
      const log = cli.log('migrate')
      const { ownerUrl, serverUrl, stop } = await reachDatabase(cli.config(), log)
      try {
        if (!ownerUrl) throw new Error('Only the owner of the tables can migrate: set DATABASE_URL to the owner.')
        const applied = await migrate({ ownerUrl, serverUrl })
        process.stdout.write(json ? `${JSON.stringify({ applied })}\n` : applied.map((name) => `${name}\n`).join(''))
        if (applied.length === 0) process.stderr.write('Nothing to do: the database is up to date.\n')
      } finally {
        await stop()
      }
    })
}

export default addMigrate
