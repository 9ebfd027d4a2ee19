import type { Log } from '#platform/log'
import { NotNow } from '../centre-client.ts'
import type { Fault } from './judge-batch.ts'

/** How often a node was told something that cannot be believed, by what was wrong; `damaged`: its own file. */
export type Faults = ReadonlyMap<Fault | 'damaged', number>

/** Counts and logs doubts. Nothing of what is doubted is taken, what the node has goes on, and somebody must look. */
export function openDoubts(say: Log, no: () => number) {
  const faults = new Map<Fault | 'damaged', number>()
  return {
    faults: faults as Faults,
    doubt(fault: Fault | 'damaged', of: 'batch' | 'list' | 'file'): NotNow {
      faults.set(fault, (faults.get(fault) ?? 0) + 1)
      say.error({ fault, of, after: no() }, 'the feed cannot be believed: nothing of it is taken')
      return new NotNow(`a ${of} that cannot be believed: ${fault}`)
    },
  }
}
