// Fills a ledger with theft reports and seals it in small batches, for bench/verify-ledger. One NDJSON line: how long the
// sealing took (ms) and how many heads it made.
import { randomUUID } from 'node:crypto'
import { sealBatch } from '#ledger/seal/batch'
import { checkDigit } from '#lib/imei/imei'
import { noteSigner } from '#lib/note'
import { openDatabase } from '#platform/database'

type Input = { serverUrl: string; events: number; batch: number }

const { serverUrl, events, batch } = JSON.parse(process.argv[2] ?? '{}') as Input
const { pool, close } = openDatabase(serverUrl, { max: 2 })

const imeiOf = (serial: number) => {
  const body = `35${String(serial).padStart(12, '0')}`
  return body + checkDigit(body)
}

const report = (serial: number) => {
  const theft = randomUUID()
  const data = {
    case: theft,
    handset: randomUUID(),
    imeis: [imeiOf(serial)],
    method: 'snatch',
    attestedBy: 'police',
    reviewBy: new Date().toISOString(),
  }
  return { stream: `case/${theft}`, cause: `command:${randomUUID()}`, data }
}

for (let done = 0; done < events; done += 5000) {
  await pool.query(
    `with written as (
       insert into event (stream, version, type, type_version, tenant, actor, cause, data)
       select stream, 1, 'reports.theft-reported', 1, 'demo', 'system:bench', cause, data
       from json_to_recordset($1::json) as entry(stream text, cause text, data jsonb) returning id)
     insert into unsealed (event_id) select id from written`,
    [JSON.stringify(Array.from({ length: Math.min(5000, events - done) }, (_, n) => report(done + n)))],
  )
}

const signer = noteSigner('bench/ledger', Buffer.alloc(32, 1))
const began = performance.now()
let heads = 0
while ((await sealBatch(pool, signer, batch)).sealed > 0) heads++
const ms = performance.now() - began
await close()
process.stdout.write(`${JSON.stringify({ at: Date.now(), ms, heads })}\n`, () => process.exit(0))
