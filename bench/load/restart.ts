// Puts a long list on disk as a node keeps it, and starts the node from there, with nobody at the centre. One NDJSON line a start.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { noChanges } from '#lib/feed/running-hash'
import { checkDigit } from '#lib/imei/check-digit'
import { noteSigner } from '#lib/note'
import { openKept } from '../../src/eir/follow/kept-list.ts'
import { makeBase } from '../../src/eir/list/make-base.ts'
import { startNode } from '../eir/start-node.ts'
import { handsets } from '../plane/handsets.ts'

type Input = { listed: number; tacs: number; folder: string; starts: number }
const { listed, tacs, folder, starts } = JSON.parse(process.argv[2] ?? '{}') as Input
const signer = noteSigner('ringback.bench/ledger/feed', Buffer.alloc(32, 7))

async function keepList(): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const kept = await openKept(join(folder, 'list'), { verifier: signer, operator: 'north' })
  const next = await kept.begin()
  const keys = handsets(listed, tacs) as Float64Array<ArrayBuffer>
  const some = Array.from({ length: 1000 }, (_, n) => String(keys[Math.floor((n * listed) / 1000)]).padStart(14, '0'))
  const statuses = new Uint8Array(listed).fill(3)
  await makeBase({ keys, statuses, file: next.planeFile }, new AbortController().signal)
  const standing = { place: { no: listed, hash: noChanges }, at: Date.now() }
  await next.finish({ standing, counts: [0, 0, 0, listed], steps: new Map() })
  await kept.close()
  return some
}

const some = await keepList()
for (let start = 0; start < starts; start++) {
  const node = await startNode(
    { slug: 'north', id: 'none', secret: 'none' },
    { centre: 'http://127.0.0.1:9', feedKey: signer.vkey, folder },
  )
  const peis = some.map((key) => `imei-${key}${checkDigit(key)}`)
  const answer = await fetch(`http://127.0.0.1:${node.port}/ringback/v1/equipment-statuses`, {
    method: 'POST',
    body: JSON.stringify({ peis }),
  })
  const { statuses } = (await answer.json()) as { statuses: string[] }
  const missed = statuses.filter((status) => status !== 'blocked').length
  process.stdout.write(`${JSON.stringify({ ms: node.startedMs, missed, residentMb: node.residentMb() })}\n`)
  await node.stop('SIGKILL')
}
