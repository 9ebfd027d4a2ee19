import { type AddCommand, exitCodes } from '#platform/cli'

const HELP = `
A reaction does what follows from a fact: it raises a proof, undoes stops, tells a victim. What fails is tried again, ever
more slowly and at least every ten minutes, until it works; after ten tries the log says so. Mend the cause, then "again".
Exit codes: 0 nothing waits; 1 something does; 3 the database is away.`

/** `ringback reactions`: what follows from facts and could not be done yet. */
const addReactions: AddCommand = (program, cli) => {
  const reactions = program.command('reactions').description('what follows from facts and could not be done yet')
  reactions.addHelpText('after', HELP)
  const withDatabase = async (task: (db: import('pg').Pool) => Promise<number>) => {
    const { lendDatabase } = await import('#platform/lend-database')
    process.exitCode = await lendDatabase(cli, { command: 'reactions' }, ({ pool }) => task(pool))
  }
  reactions
    .command('list', { isDefault: true })
    .description('what was tried most often first')
    .option('--json', 'one JSON object a line')
    .action(({ json = false }: { json?: boolean }) =>
      withDatabase(async (db) => {
        const { stuckReactions } = await import('#ledger/stuck')
        const stuck = await stuckReactions(db)
        for (const one of stuck) {
          const row = [one.reaction, `event ${one.event}`, `${one.tries} tries`, `next ${one.due}`].join('\t')
          process.stdout.write(`${json ? JSON.stringify(one) : row}\n`)
        }
        if (stuck.length === 0) process.stderr.write('Nothing waits.\n')
        return stuck.length === 0 ? exitCodes.good : exitCodes.foundWrong
      }),
    )
  reactions
    .command('again')
    .description('try all of it now')
    .action(() =>
      withDatabase(async (db) => {
        const { tryReactionsNow } = await import('#ledger/stuck')
        process.stdout.write(`${JSON.stringify({ again: await tryReactionsNow(db) })}\n`)
        return exitCodes.good
      }),
    )
}

export default addReactions
