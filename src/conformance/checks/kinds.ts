import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { hold } from '../finding.ts'
import { receiptOf } from '../judge.ts'
import { bar, block, changeHold, type Measure, watch } from '../measures.ts'
import type { Answer } from '../wire.ts'
import { example } from './clauses.ts'
import { word } from './receipts.ts'

const named = (answer: Answer, kind: string) => {
  const { payload } = receiptOf(answer)
  hold(payload.kind === kind, `for ${kind} the receipt says ${word(payload.kind)}`)
}

/** Orders it, takes it back, and looks at both receipts. A watch has none of its own until the handset is seen. */
async function bothNamed(desk: Desk, measure: Measure, on: string): Promise<void> {
  const placed = await desk.send(measure, on, { isOnce: measure === watch })
  if (measure !== watch) named(placed.answer, measure.kind)
  named(await desk.undo(placed), measure.undoKind)
}

export const kinds: readonly Check[] = [
  {
    id: 'receipt-kinds',
    says: 'Each sort of order, and each undo, has its own kind in the receipt.',
    clause: `${example} (kind in the receipt)`,
    probe: 'One of each, and its undo; those for lines only where --line names one.',
    mend: 'Take "kind" from the table of the contract: an undo has another than what it takes back.',
    after: ['receipt-kind'],
    run: async (desk) => {
      const { line } = desk.bench.settings
      for (const measure of [block, watch]) await bothNamed(desk, measure, await desk.handset())
      if (line !== undefined) for (const measure of [changeHold, bar]) await bothNamed(desk, measure, line)
      return line === undefined ? 'handsets only' : 'handsets and lines'
    },
  },
]
