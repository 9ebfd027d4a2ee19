import { createServer } from 'node:http'
import { loadConfig } from '#platform/config'
import { createLog } from '#platform/log'
import { startEverything } from '#platform/start/start-everything'
import { aborted, stopSignal, stopWithParent } from '#platform/stop'

// A main program with two small children instead of the real ones: `serve` answers with what it was given and its pid,
// `seal` only lives. `start` is the real thing.
stopWithParent()
const [command] = process.argv.slice(2)
const config = loadConfig(process.env)

if (command === 'start') {
  const log = createLog({ part: 'start', level: config.logLevel })
  process.exitCode = await startEverything({ config, log, commands: ['start', 'serve', 'seal'] })
} else if (process.env.PRETEND_MISUSE === command) {
  console.error('OIDC_ISSUER is not a web address')
  process.exitCode = 2
} else {
  const stop = stopSignal()
  const alive = setInterval(() => {}, 60_000)
  const { DATABASE_URL, DATABASE_SERVER_URL } = process.env
  const server = createServer((_, reply) =>
    reply.end(JSON.stringify({ pid: process.pid, DATABASE_URL, DATABASE_SERVER_URL })),
  )
  if (command === 'serve') server.listen(config.port, config.host)
  await aborted(stop)
  server.close()
  server.closeAllConnections()
  clearInterval(alive)
}
