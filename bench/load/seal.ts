// The sealer in a process of its own, for bench/seal. One NDJSON line a head: its size and when it was on disk (ms since
// the epoch).
import { runSealer } from '#ledger/seal/sealer'
import { noteSigner } from '#lib/note'
import { openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'

const { serverUrl, seconds } = JSON.parse(process.argv[2] ?? '{}') as { serverUrl: string; seconds: number }
const database = openDatabase(serverUrl, { max: 2 })
const lines: string[] = []
await database.listen('sealed', (size) => void lines.push(JSON.stringify({ size: Number(size), at: Date.now() })))
const signal = AbortSignal.timeout(seconds * 1000)
await runSealer({ database, signer: noteSigner('bench/ledger', Buffer.alloc(32, 1)), log: silentLog(), signal })
await database.close()
process.stdout.write(`${lines.join('\n')}\n`, () => process.exit(0))
