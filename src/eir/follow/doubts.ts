import type { Log } from '#platform/log'
import { NotNow } from '../centre-client.ts'
import type { Fault } from './judge-batch.ts'

/** How often a node was told something that cannot be believed, by what was wrong; `damaged`: its own file. */
export type Faults = ReadonlyMap<Fault | 'damaged', number>

const asUsual = 'the feed cannot be believed: nothing of it is taken'
/** Somebody has the feed's key, or what comes from it was never recorded: that is more than a line that was disturbed. */
const says: Partial<Record<Fault | 'damaged', string>> = {
  'no-seal':
    'the feed was tampered with: it does not prove that its changes were sealed in the ledger. Nothing of it is taken',
  head: 'the feed was tampered with: the head of the ledger that it shows is not signed by the ledger’s key. Nothing of it is taken',
  'not-sealed':
    'the feed was tampered with: it tells of changes that are not sealed in the ledger. Nothing of it is taken',
}

/** Counts and logs doubts. Nothing of what is doubted is taken, what the node has goes on, and somebody must look. */
export function openDoubts(say: Log, no: () => number) {
  const faults = new Map<Fault | 'damaged', number>()
  return {
    faults: faults as Faults,
    doubt(fault: Fault | 'damaged', of: 'batch' | 'list' | 'file'): NotNow {
      faults.set(fault, (faults.get(fault) ?? 0) + 1)
      say.error({ fault, of, after: no() }, says[fault] ?? asUsual)
      return new NotNow(`a ${of} that cannot be believed: ${fault}`)
    },
  }
}
