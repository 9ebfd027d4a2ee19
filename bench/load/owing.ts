// The reports of bench/dispatch, in a process of their own, at a steady rate. One NDJSON line a report: its stream, and when
// it was asked for and had been committed (ms since the epoch).
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import { defineEvent, openLedger } from '#ledger'
import { openDatabase } from '#platform/database'

type Input = { serverUrl: string; partners: readonly string[]; perSecond: number; seconds: number }

const input = JSON.parse(process.argv[2] ?? '{}') as Input
const database = openDatabase(input.serverUrl, { pipeline: true, max: 8 })
const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
const meta = { actor: 'system:bench', tenant: 'demo', cause: 'bench' }
const Owed = defineEvent('bench.block-owed', {
  version: 1,
  stream: ({ id }) => `case/${id}`,
  data: z.object({ id: z.uuid() }),
  sample: { id: '5d2f1a3e-1c0b-4b8e-8a57-2f7f3f0b9a10' },
})
const clock = () => performance.timeOrigin + performance.now()
const lines: string[] = []

const report = async () => {
  const id = randomUUID()
  const input_ = { imeiKeys: ['35693803564380'], reason: 'stolen' }
  const owes = [{ partners: input.partners, kind: 'block-handset', target: `case/${id}`, input: input_ }]
  const asked = clock()
  await ledger.append([{ event: Owed.of({ id }), version: 1, owes }], meta)
  lines.push(JSON.stringify({ stream: `case/${id}`, asked, committed: clock() }))
}

const began = performance.now()
const under: Promise<void>[] = []
for (let sent = 0; sent < input.perSecond * input.seconds; sent++) {
  await pause(Math.max(0, (sent * 1000) / input.perSecond - (performance.now() - began)))
  under.push(report())
}
await Promise.all(under)
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(0))
