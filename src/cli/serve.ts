import type { AddCommand } from '#platform/cli'

const addServe: AddCommand = (program, cli) => {
  program
    .command('serve')
    .description('serve pages and API over HTTP (ringback start runs it with everything else)')
    .action(async () => {
      const { openServer } = await import('../serve/open-server.ts')
      const { reachDatabase } = await import('#platform/reach-database')
      const { aborted, stopSignal } = await import('#platform/stop')
      const stop = stopSignal()
      const [config, log] = [cli.config(), cli.log('serve')]
      const database = await reachDatabase(config, log)
      try {
        const server = await openServer({ config, serverUrl: database.serverUrl, log, warms: true })
        log.info({ url: config.publicUrl }, 'serving')
        process.send?.({ serving: config.publicUrl })
        await aborted(stop)
        await server.close()
      } finally {
        await database.stop()
      }
    })
}

export default addServe
