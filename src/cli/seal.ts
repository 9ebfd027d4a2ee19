import type { AddCommand } from '#platform/cli'

/** `ringback seal`: numbers committed events, grows the hash tree and signs its heads. */
const addSeal: AddCommand = (program, cli) => {
  program
    .command('seal')
    .description('number committed events, grow the hash tree over them and sign its heads (ringback start runs it)')
    .option('--show-key', 'print the public key, for those who verify, and end')
    .option('--once', 'seal what waits, and end')
    .action(async ({ showKey, once }: { showKey?: boolean; once?: boolean }) => {
      const { openSealKey } = await import('#ledger/seal/seal-key')
      const signer = openSealKey(cli.config())
      if (showKey) {
        process.stdout.write(`${signer.vkey}\n`)
        return
      }
      const { openDatabase } = await import('#platform/database')
      const { reachDatabase } = await import('#platform/reach-database')
      const { runSealer, sealAll } = await import('#ledger/seal/sealer')
      const { refuseUnfinishedRestore } = await import('#platform/backup/restore-state')
      const { stopSignal } = await import('#platform/stop')
      const signal = stopSignal()
      const log = cli.log('seal')
      const reached = await reachDatabase(cli.config(), log)
      const database = openDatabase(reached.serverUrl, { max: 2, applicationName: 'ringback-seal' })
      try {
        await refuseUnfinishedRestore(database.pool)
        await (once ? sealAll({ database, signer, log }) : runSealer({ database, signer, log, signal }))
      } finally {
        await database.close()
        await reached.stop()
      }
    })
}

export default addSeal
