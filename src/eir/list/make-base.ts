import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { BaseMemory } from '#lib/imei/plane/base'
import type { MergeInput } from '#lib/imei/plane/plane'
import type { Columns } from './draft.ts'

/** What a base is made of: keys with their statuses, or an older base and what changed since. `file`: where to keep it. */
export type Making = (Columns | MergeInput) & { readonly file?: string | undefined }

/**
 * Makes a base in a thread of its own: of a long list it takes many seconds, in which others go on. With `file` its snapshot
 * is on disk when this returns. Columns that were given are gone afterwards: they moved to that thread.
 */
export async function makeBase(making: Making, signal: AbortSignal): Promise<BaseMemory> {
  const transferList = 'keys' in making ? [making.keys.buffer, making.statuses.buffer] : []
  const worker = new Worker(new URL('./make-base-thread.ts', import.meta.url), { workerData: making, transferList })
  try {
    const [base] = (await once(worker, 'message', { signal })) as [BaseMemory] // a fault in the thread rejects
    return base
  } finally {
    await worker.terminate()
  }
}
