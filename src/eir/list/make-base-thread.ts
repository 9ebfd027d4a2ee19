// Makes a base of the status plane apart from the thread that answers and follows: see make-base.ts.
import { open } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { type BaseMemory, buildBase } from '#lib/imei/plane/base'
import { merge } from '#lib/imei/plane/plane'
import { snapshotOf } from '#lib/imei/plane/snapshot'
import type { Making } from './make-base.ts'

async function keep(base: BaseMemory, path: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    for (const piece of snapshotOf(base)) await file.writeFile(piece)
    await file.datasync()
  } finally {
    await file.close()
  }
}

const making = workerData as Making
const base = 'keys' in making ? buildBase(making).memory : merge(making)
if (making.file !== undefined) await keep(base, making.file)
parentPort?.postMessage(base)
