// The partners of bench/dispatch, in a process of their own. One NDJSON line a call: whose it is and when its first bytes
// came (ms since the epoch). The first partner may be dead: it takes calls and never says anything.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { openSigner } from '../../simulators/frame/signer.ts'

type Input = { serverUrl: string; partners: readonly string[]; dead: boolean; seconds: number }

const input = JSON.parse(process.argv[2] ?? '{}') as Input
const lines: string[] = []
const pool = new pg.Pool({ connectionString: input.serverUrl, max: 1 })

for (const [index, slug] of input.partners.entries()) {
  const { receiptOf, keySet } = openSigner(slug)
  const silent = input.dead && index === 0
  const server = createServer(async (request, response) => {
    const at = performance.timeOrigin + performance.now()
    const key = String(request.headers['idempotency-key'])
    request.resume()
    if (silent) return
    lines.push(JSON.stringify({ partner: slug, action: key, at }))
    const effect = { key, kind: 'block-handset', outcome: 'acknowledged' as const, at: new Date().toISOString() }
    const receipt = await receiptOf({ ...effect, status: 200, words: 'DONE', detail: {} })
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ receipt }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const [key] = keySet.keys
  await pool.query(`select register_pretend_partner($1, $1, 'operator', 'example-operator', $2, $3, $4)`, [
    slug,
    JSON.stringify({ baseUrl, clientId: 'bench' }),
    key?.kid,
    key?.x,
  ])
}
await pool.end()
await pause(input.seconds * 1000)
process.stdout.write(lines.length > 0 ? `${lines.join('\n')}\n` : '', () => process.exit(0))
