import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '#platform/database'
import { localSecret } from '#platform/local-secret'
import { aborted, stopSignal, stopWithParent } from '#platform/stop'
import { type Running, runSimulator } from '../../simulators/frame.ts'
import { pretendOperator } from '../../simulators/operators/operator.ts'
import { registerSimulator } from '../../src/cli/pretend/start-simulators.ts'

// A program that runs pretend operators beside an installation, one contract under several names, until it is ended:
// pretend-operators.ts DATA_FOLDER SERVER_URL OWNER_URL FIRST_PORT COUNT
stopWithParent()
const stop = stopSignal()
const [dataDir = '', serverUrl = '', ownerUrl = '', firstPort = '', count = ''] = process.argv.slice(2)

const now = () => new Date()
const operatorOf = (number: number) => ({ slug: `operator-${number}`, name: `Pretend operator ${number}` })

const start = (number: number): Promise<Running> =>
  runSimulator(pretendOperator({ ...operatorOf(number), numberRanges: [], now }), {
    port: Number(firstPort) + number - 1,
    folder: join(dataDir, 'simulators'),
    secretOf: (slug) => localSecret(dataDir, `partner-${slug}`),
    random: Math.random,
    now,
  })

const running = await Promise.all(Array.from({ length: Number(count) }, (_, index) => start(index + 1)))
const database = openDatabase(serverUrl, { max: 1, applicationName: 'pretend operators' })
const owner = openDatabase(ownerUrl, { max: 1, applicationName: 'pretend operators' })
for (const one of running) while (!stop.aborted && !(await registered(one))) await sleep(200) // the database may be starting again
process.stdout.write('registered\n')
await aborted(stop)
await Promise.all(running.map((one) => one.stop()))
await Promise.all([database.close(), owner.close()])

/** Registered like a simulator, and then marked as connected by hand: `ringback start` retires only simulators that it does not run. */
async function registered(one: Running): Promise<boolean> {
  return registerSimulator(database.pool, one)
    .then(() => owner.pool.query('update partner set simulated = false where slug = $1', [one.slug]))
    .then(
      () => true,
      () => false,
    )
}
