import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { CellCounts } from '#lib/cells/counts'
import { classes, type EmergingClass, emerging } from '#lib/stats/emerging'
import { queen } from '#lib/stats/neighbours'
import type { LookedAt } from './look.ts'

export type Grids = { readonly rows: number; readonly cols: number; readonly slices: readonly Float32Array[] }

/** How each square became a hotspot; undefined where there are too few steps of time to tell. */
export type HowItCame = ((cell: number) => EmergingClass) | undefined

/** Three steps are taken together: one month of a square and its eight neighbours is too few thefts to tell by. */
const together = 2

const done = new WeakMap<CellCounts, { readonly key: string; readonly classes: Promise<Uint8Array> }>()

/** Worked out once for each last step, in a thread of its own: for London it takes a second or two, in which others go on. */
export async function howItCame({ counts, steps, london: { grid } }: LookedAt): Promise<HowItCame> {
  if (!steps) return undefined
  const known = done.get(counts)
  const { classes: found } =
    known?.key === steps.key
      ? known
      : { classes: inThread({ rows: grid.rows, cols: grid.cols, slices: steps.slices() }) }
  done.set(counts, { key: steps.key, classes: found })
  const of = await found
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

/** The same in this thread: of each cell the place of its class in `classes`. */
export function classesOf({ rows, cols, slices }: Grids): Uint8Array {
  const found = emerging({ rows, cols, slices, near: queen, steps: together }).classes
  return Uint8Array.from(found, (name) => classes.indexOf(name))
}
