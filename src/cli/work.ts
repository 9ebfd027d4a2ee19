import { setPriority } from 'node:os'
import type { AddCommand } from '#platform/cli'

const addWork: AddCommand = (program, cli) => {
  program
    .command('work')
    .description(
      'carry what is owed to partners and keep views up to date (ringback start runs it; any number may run)',
    )
    .option('--safety', 'send nothing: record what is owed as not sent')
    // A page goes before its fan-out, also where both share a machine.
    .hook('preAction', () => setPriority(5))
    .action(async ({ safety = false }: { safety?: boolean }) => {
      const { openWork } = await import('../work/open-work.ts')
      const { reachDatabase } = await import('#platform/reach-database')
      const { aborted, stopSignal } = await import('#platform/stop')
      const stop = stopSignal()
      const [config, log] = [cli.config(), cli.log('work')]
      const database = await reachDatabase(config, log)
      try {
        const work = await openWork({ config, serverUrl: database.serverUrl, log, safety })
        log.info({ safety }, 'carrying what is owed')
        await aborted(stop)
        await work.close()
      } finally {
        await database.stop()
      }
    })
}

export default addWork
