import type { AddCommand } from '#platform/cli'

const addStart: AddCommand = (program, cli) => {
  program
    .command('start')
    .description('run everything: database, migrations, simulated partners, pages and API, dispatcher, sealer')
    .action(async () => {
      const { startEverything } = await import('#platform/start/start-everything')
      const [{ registerPretendOrganisations }, { namePretendUnits }, { importSamples }] = await Promise.all([
        import('./pretend/register-organisations.ts'),
        import('./pretend/name-units.ts'),
        import('./pretend/import-samples.ts'),
      ])
      const commands = program.commands.map((command) => command.name())
      process.exitCode = await startEverything({
        config: cli.config(),
        log: cli.log('start'),
        commands,
        prepareDemo: async (ownerUrl) => {
          await registerPretendOrganisations(ownerUrl)
          await namePretendUnits(ownerUrl)
          await importSamples(ownerUrl)
        },
      })
    })
}

export default addStart
