import { join } from 'node:path'
import type { AddCommand } from '#platform/cli'

const HELP = `
Run it on another machine, for another body than the one that runs Ringback. It reads hashes only, never an event. GET
/checkpoint gives the newest head that it cosigned, /vkey its public key, /healthz how it is.

When the log shrinks or is rewritten it keeps the evidence in refused.json and cosigns nothing more until a person has
looked and taken that file away. Give its folder to ringback verify --witness.`

type Options = { log?: string; vkey?: string; data?: string; name: string; host: string; port?: string }

/** `ringback witness`: watches a ledger's public log from outside, cosigns its heads, refuses forks. */
const addWitness: AddCommand = (program, cli) => {
  program
    .command('witness')
    .description('watch the public log of a ledger, cosign its heads and refuse a shortened or rewritten one')
    .option('--log <url>', 'prefix of the log (default: /log of this installation)')
    .option('--vkey <key>', 'public key of the ledger (default: of this installation)')
    .option('--data <folder>', 'where it keeps its memory (default: witness below the data folder)')
    .option('--name <name>', 'its name in its signatures', 'witness.localhost/ringback')
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--port <number>', 'port to listen on (default: 5 above the port of this installation)')
    .addHelpText('after', HELP)
    .action(async ({ log, vkey, data, name, host, port }: Options) => {
      const { openSealKey } = await import('#ledger/seal/seal-key')
      const { runWitness } = await import('../witness/run-witness.ts')
      const { stopSignal } = await import('#platform/stop')
      await runWitness({
        log: log ?? `http://127.0.0.1:${cli.config().port}/log`,
        vkey: vkey ?? openSealKey(cli.config()).vkey,
        folder: data ?? join(cli.config().dataDir, 'witness'),
        name,
        host,
        port: port === undefined ? cli.config().port + 5 : Number(port),
        say: cli.log('witness'),
        signal: stopSignal(),
        now: Date.now,
      })
    })
}

export default addWitness
