import { setPriority } from 'node:os'
import { type AddCommand, exitCodes } from '#platform/cli'

const addSimulators: AddCommand = (program, cli) => {
  program
    .command('simulators')
    .description('run the pretend partners and register them, only where demo is allowed (ringback start runs it)')
    .option('--port <port>', 'first of their ports (default: PORT + 10)')
    // On one machine with what they are pretend partners of, they must not slow it down.
    .hook('preAction', () => setPriority(5))
    .action(async ({ port }: { port?: string }) => {
      const { demoAllowed } = await import('#platform/config')
      const [config, log] = [cli.config(), cli.log('simulators')]
      const first = Number(port ?? config.port + 10)
      if (!demoAllowed(config)) {
        process.stderr.write('Pretend partners never run on a database of real cases: RINGBACK_DEMO=1 allows them.\n')
        process.exitCode = exitCodes.usedWrongly
        return
      }
      const { startSimulators } = await import('./pretend/start-simulators.ts')
      const { reachDatabase } = await import('#platform/reach-database')
      const { aborted, stopSignal } = await import('#platform/stop')
      const stop = stopSignal()
      const database = await reachDatabase(config, log)
      try {
        const running = await startSimulators({ config, serverUrl: database.serverUrl, first })
        for (const { name, address } of running.started) process.stdout.write(`${address}\t${name}\n`)
        await aborted(stop)
        await running.stop()
      } finally {
        await database.stop()
      }
    })
}

export default addSimulators
