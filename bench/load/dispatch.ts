// The dispatcher of bench/dispatch, in a process of its own, as `ringback work` runs it.
import { setTimeout as pause } from 'node:timers/promises'
import { openLedger } from '#ledger'
import { Dispatcher, loadConnectors } from '#partners'
import { openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'

const input = JSON.parse(process.argv[2] ?? '{}') as { serverUrl: string; seconds: number }
const database = openDatabase(input.serverUrl, { pipeline: true, max: 8 })
const [now, random] = [() => new Date(), Math.random]
const dispatcher = new Dispatcher({
  ...{ database, now, random },
  ledger: openLedger({ database, views: [], now, random }),
  connectors: await loadConnectors(),
  log: silentLog(),
  watch: { called: () => {}, answered: () => {}, receiptInvalid: () => {}, circuit: () => {} },
  name: `bench-${process.pid}`,
  secretOf: () => undefined,
  keepAnswer: async () => {
    throw new Error('No partner of this bench tells anything.')
  },
  reveal: async (action) => action.input,
  demo: true,
})
await dispatcher.start()
await pause(input.seconds * 1000)
process.exit(0)
