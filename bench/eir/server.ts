// One of the servers of bench/eir and bench/s13, in a process of its own that can be held to one processor. Prints its port when it
// answers; ends with its input.
import { createServer } from 'node:http'
import { type AddressInfo, createServer as createTcp } from 'node:net'
import { silentLog } from '#platform/log'
import { draftList } from '../../src/eir/list/shared-list.ts'
import { runEir } from '../../src/eir/run-eir.ts'
import { identityOf } from '../../src/eir/s13/identity.ts'
import { answerConstantly } from './bare-tcp.ts'
import { blockedKey } from './keys.ts'

const [kind, listed] = process.argv.slice(2)
const say = (port: number) => process.stdout.write(`${port}\n`)
const stop = new AbortController()
process.stdin.on('close', () => process.exit(0)).resume()

if (kind === 'bare') {
  const server = createServer((_, response) => response.end('{"status":"WHITELISTED"}'))
  server.listen(0, '127.0.0.1', () => say((server.address() as AddressInfo).port))
} else if (kind === 'bare-tcp') {
  const server = createTcp(answerConstantly)
  server.listen(0, '127.0.0.1', () => say((server.address() as AddressInfo).port))
} else {
  const draft = draftList(Date.now)
  const blocked = [{ status: 'blocked' as const }]
  for (let n = 0; n < Number(listed); n++) draft.list.set(blockedKey(n), blocked)
  const { list, plane } = await draft.share(stop.signal)
  await runEir({
    source: { load: async () => ({ list, plane: plane.memory, asOf: Date.now() }) },
    ...{ host: '127.0.0.1', port: 0, healthPort: 0, unknown: 'unknown', say: silentLog(), now: Date.now },
    ...(kind === 's13' ? { s13: { port: 0, identity: identityOf() } } : {}),
    signal: stop.signal,
    onListening: ({ port, s13Port }) => say(s13Port ?? port),
  })
}
