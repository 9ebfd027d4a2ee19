// Checks a whole ledger, proves events of it and replays a view over it, for bench/verify-ledger. One NDJSON line a job:
// what it was, when it began (ms since the epoch), how long it took (ms), the processor time in it, and how many it did.

import { rebuildView } from '#ledger/rebuild'
import { proveConsistency, proveInclusion } from '#ledger/seal/prove'
import { judgeProof } from '#ledger/verify/proof'
import { rowsOfDatabase } from '#ledger/verify/sources'
import { verifyLedger } from '#ledger/verify/verify-ledger'
import { noteSigner } from '#lib/note'
import { imeiStatus } from '#modules/register/views/imei-status'
import { openDatabase } from '#platform/database'

type Input = { serverUrl: string; ownerUrl: string; job: 'verify' | 'prove' | 'replay'; events: number }

const { serverUrl, ownerUrl, job, events } = JSON.parse(process.argv[2] ?? '{}') as Input
const server = openDatabase(serverUrl, { max: 2 })
const verifiers = [noteSigner('bench/ledger', Buffer.alloc(32, 1))]
const proofs = 1000

const jobs = {
  async verify() {
    const report = await verifyLedger(rowsOfDatabase(server), { verifiers })
    if (report.findings.length > 0 || report.checked.sealed !== events)
      throw new Error('the ledger of the bench is not whole')
    return events
  },
  async prove() {
    for (let n = 0; n < proofs; n++) {
      const seq = Math.floor((n * 7919) % events)
      const proof =
        n % 2 === 0 ? await proveInclusion(server.pool, seq, events) : await proveConsistency(server.pool, seq, events)
      if (!judgeProof(JSON.stringify(proof)).holds) throw new Error('a proof of the bench does not hold')
    }
    return proofs
  },
  async replay() {
    const owner = openDatabase(ownerUrl, { max: 1, pipeline: true })
    const { events: replayed } = await rebuildView(owner, imeiStatus)
    await owner.close()
    return replayed
  },
}

const at = Date.now()
const began = performance.now()
const cpu = process.cpuUsage()
const count = await jobs[job]()
const ms = performance.now() - began
const { user, system } = process.cpuUsage(cpu)
await server.close()
process.stdout.write(`${JSON.stringify({ job, at, ms, cpuMs: (user + system) / 1000, count })}\n`, () =>
  process.exit(0),
)
