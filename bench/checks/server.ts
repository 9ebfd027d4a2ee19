// The two servers of bench/checks, each a process of its own: Ringback's as it is, or a bare one. Prints its port when it
// answers; ends with its input.
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { loadConfig } from '#platform/config'
import { isFree } from '#platform/embedded-postgres/port'
import { createLog } from '#platform/log'
import { openServer } from '../../src/serve/open-server.ts'
import { buildAssets } from '../../tools/build-assets.ts'

const [kind, serverUrl = ''] = process.argv.slice(2)
const say = (port: number) => process.stdout.write(`${port}\n`)

if (kind === 'bare') bare()
else await whole()

/** As little as such a check can be: read the body, look one key up by its index, answer. Nobody is asked who they are. */
function bare(): void {
  const pool = new pg.Pool({ connectionString: serverUrl, max: 16 })
  const text = 'select status, until from imei_status where imei_key = $1'
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const part of request) body += part
    const { imei } = JSON.parse(body) as { imei: string }
    const { rows } = await pool.query({ name: 'look-up', text, values: [imei.slice(0, 14)] })
    response.setHeader('content-type', 'application/json')
    const answer = JSON.stringify({ status: rows[0]?.status ?? 'unknown' })
    response.setHeader('content-length', answer.length)
    response.end(answer)
  })
  server.listen(0, '127.0.0.1', () => say((server.address() as AddressInfo).port))
  process.stdin.on('close', () => process.exit(0)).resume()
}

async function whole(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-checks-'))
  const port = await freePort()
  const env = { PORT: String(port), RINGBACK_DATA: folder, RINGBACK_DEMO: '1', DATABASE_SERVER_URL: serverUrl }
  const { folder: assetFolder } = await buildAssets()
  const log = createLog({ part: 'serve', level: 'info' }) // what it writes by default
  const server = await openServer({ config: loadConfig(env), serverUrl, log, assetFolder })
  say(port)
  process.stdin
    .on('close', async () => {
      await server.close()
      rmSync(folder, { recursive: true, force: true })
      process.exit(0)
    })
    .resume()
}

async function freePort(): Promise<number> {
  for (;;) {
    const port = 20_000 + Math.floor(Math.random() * 11_000)
    if (await isFree(port)) return port
  }
}
