// A call handler who reports, and somebody who asks every operator's node as soon as it says that it has the change. One NDJSON
// line a report: when it was accepted, and for each node when it refused (ms since 1970), or that its answer was stale.
import { setTimeout as pause } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { checkDigit } from '#lib/imei/check-digit'
import { personAt } from '../../simulators/city/person.ts'

type Node = { readonly port: number; readonly healthPort: number }
type Input = { origin: string; nodes: Node[]; reports: number; perSecond: number; from: number; first: number }
const { origin, nodes, reports, perSecond, from, first } = JSON.parse(process.argv[2] ?? '{}') as Input

type Report = { readonly key: string; readonly no: number; accepted: number; refused: number[]; stale: number }
const all: Report[] = []
const agent = new Agent({ connections: 4 })
let done = false

async function text(url: string): Promise<string> {
  const { body } = await request(url, { dispatcher: agent })
  return body.text()
}

/** Asks one node for each report whose change it says it has: once, and at once. */
async function watch({ port, healthPort }: Node) {
  let asked = 0
  while (!done || asked < all.length) {
    const metrics = await text(`http://127.0.0.1:${healthPort}/metrics`)
    const has = Number(/^ringback_eir_feed_number (\d+)$/m.exec(metrics)?.[1])
    for (; asked < all.length && (all[asked] as Report).no <= has; asked++) {
      const report = all[asked] as Report
      const pei = `imei-${report.key}${checkDigit(report.key)}`
      const said = await text(`http://127.0.0.1:${port}/n5g-eir-eic/v1/equipment-status?pei=${pei}`)
      if (said.includes('BLACKLISTED')) report.refused.push(Date.now())
      else report.stale += 1
    }
    await pause(20)
  }
}

const handler = personAt(origin)
await handler.signIn('demo-met.control-room-operator', 'respond-to-theft')
const watching = Promise.all(nodes.map(watch))
for (let n = 0; n < reports; n++) {
  const key = `35921408${String(from + n).padStart(6, '0')}`
  const imei = key + checkDigit(key)
  const began = performance.now()
  const seen = await handler.json('/api/reports', { imeis: [imei], method: 'snatch' })
  if (seen.status !== 201) throw new Error(`${seen.status} ${seen.text}`)
  // Nobody else changes the list, so the changes have the numbers of the reports, in their order.
  all.push({ key, no: first + n, accepted: seen.at, refused: [], stale: 0 })
  await pause(Math.max(0, 1000 / perSecond - (performance.now() - began)))
}
done = true
await Promise.race([watching, pause(30_000)])
const lines = all.map((report) => `${JSON.stringify(report)}\n`).join('')
process.stdout.write(lines, () => process.exit()) // an exit before the last byte is out would cut the rest off
