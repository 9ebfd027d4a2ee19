import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { CellCounts } from '#lib/cells/counts'
import { classes, type EmergingClass, emerging } from '#lib/stats/emerging'
import { type MaskedShape, queen } from '#lib/stats/neighbours'
import type { LookedAt } from './look.ts'

export type Grids = MaskedShape & { readonly slices: readonly Float32Array[] }

/** How each square became a hotspot; undefined where there are too few steps of time to tell. */
export type HowItCame = ((cell: number) => EmergingClass) | undefined

/** Three steps are taken together: one month of a square and its eight neighbours is too few thefts to tell by. */
const together = 2

const done = new WeakMap<CellCounts, { readonly key: string; readonly classes: Promise<Uint8Array> }>()

/** Worked out once for each last step, in a thread of its own: for London it takes a second or two, in which others go on. */
export async function howItCame({ counts, steps, london: { grid, mask } }: LookedAt): Promise<HowItCame> {
  if (!steps) return undefined
  const { key, slices } = steps
  const known = done.get(counts)
  const made =
    known?.key === key
      ? known
      : { key, classes: inThread({ rows: grid.rows, cols: grid.cols, mask, slices: slices() }) }
  done.set(counts, made)
  const of = await made.classes.catch((fault) => {
    if (done.get(counts) === made) done.delete(counts) // worked out again for the next look
    throw fault
  })
  return (cell) => classes[of[cell] ?? 0] ?? 'none'
}

async function inThread(grids: Grids): Promise<Uint8Array> {
  const worker = new Worker(new URL('./how-it-came-thread.ts', import.meta.url), { workerData: grids })
  try {
    const [found] = (await once(worker, 'message')) as [Uint8Array] // a fault in the thread rejects
    return found
  } finally {
    await worker.terminate()
  }
}

/** The same in this thread: of each cell the place of its class in `classes`. By shares, for a fall of all London is no local one. */
export function classesOf({ rows, cols, mask, slices }: Grids): Uint8Array {
  const found = emerging({ rows, cols, mask, slices, near: queen, steps: together, trendOf: 'share' }).classes
  return Uint8Array.from(found, (name) => classes.indexOf(name))
}
