import { type AddCommand, type Cli, exitCodes } from '#platform/cli'

const HELP = `
Tries the learned model on the published thefts in the database: for each of the last twelve months and for the month to come it is
held against the floor in the months before (docs/guide/forecast.md), and what came of it is kept. Pages and plans use the learned
model only where it is released so, and say which of the two they use. Run it after each import of published thefts: what was
found for other thefts is used no more. It takes a minute or two, and nobody waits for it.

Exit codes: 0 done; 1 there are no published thefts to try it on.`

/** `ringback forecast`: whether the learned model may be shown, on the thefts that are here. */
const addForecast: AddCommand = (program, cli) => {
  program
    .command('forecast')
    .description('try the learned model on the published thefts that are here, and keep whether pages may use it')
    .option('--json', 'print one JSON object a month')
    .addHelpText('after', HELP)
    .action(async (options: { readonly json?: boolean }) => {
      process.exitCode = await forecast(options.json ?? false, cli)
    })
}

async function forecast(json: boolean, cli: Cli): Promise<number> {
  const { lendDatabase } = await import('#platform/lend-database')
  const { forecastPublished, whyOf } = await import('#modules/patrol/public')
  return lendDatabase(cli, { command: 'forecast' }, async ({ kysely }) => {
    const tried = await forecastPublished(kysely, {
      now: () => new Date(),
      clock: () => performance.now(),
      onMonth: ({ month, release, seconds }) => {
        const why = whyOf(release, { things: 'thefts', periods: 'months' })
        const line = json
          ? JSON.stringify({ month, uses: release.uses, why, seconds, release })
          : `${month}  ${seconds.toFixed(1)} s  ${why}`
        process.stdout.write(`${line}\n`)
      },
    })
    if (tried > 0) return exitCodes.good
    process.stderr.write('There are no published thefts of four months to try it on: see `ringback import --help`.\n')
    return exitCodes.foundWrong
  })
}

export default addForecast
