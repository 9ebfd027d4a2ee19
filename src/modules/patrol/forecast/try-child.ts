// Tries the learned model in a process of its own, behind all others of the machine: see try-in-child.ts.
import { setPriority } from 'node:os'
import { setImmediate as pause } from 'node:timers/promises'
import { londonCells } from '../cells/london-cells.ts'
import { countsOf } from '../cells/published-cells.ts'
import type { PublishedTheft } from '../cells/published-thefts.ts'
import type { FromChild } from './try-in-child.ts'
import { tryLearned } from './try-learned.ts'

setPriority(19)

const say = (said: FromChild) => new Promise<void>((resolve) => process.send?.(said, () => resolve()))

process.once('message', async (thefts: readonly PublishedTheft[]) => {
  const counted = { counts: countsOf(thefts, londonCells()), london: londonCells() }
  for (const tried of tryLearned(counted, () => performance.now())) {
    await say({ tried })
    await pause()
    if (!process.connected) return // whoever asked is gone
  }
  await say({ done: true })
  process.disconnect()
})
