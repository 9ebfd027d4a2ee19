import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { openDatabase } from '#platform/database'
import { localSecret } from '#platform/local-secret'
import { aborted, stopSignal, stopWithParent } from '#platform/stop'
import { type Running, runSimulator } from '../../simulators/frame.ts'
import { pretendOperator } from '../../simulators/operators/operator.ts'
import { registerSimulator } from '../../src/cli/pretend/start-simulators.ts'

// A program that runs pretend operators beside an installation, one contract under several names, until it is ended:
// pretend-operators.ts DATA_FOLDER SERVER_URL FIRST_PORT COUNT
stopWithParent()
const stop = stopSignal()
const [dataDir = '', serverUrl = '', firstPort = '', count = ''] = process.argv.slice(2)

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
for (const one of running) while (!stop.aborted && !(await registered(one))) await sleep(200) // the database may be starting again
process.stdout.write('registered\n')
await aborted(stop)
await Promise.all(running.map((one) => one.stop()))
await database.close()

async function registered(one: Running): Promise<boolean> {
  return registerSimulator(database.pool, one).then(
    () => true,
    () => false,
  )
}
