import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { newKey } from '../gateway.ts'
import { inSeconds } from '../judge.ts'
import { block, type Measure, watch } from '../measures.ts'
import { promise } from './clauses.ts'
import { isSignedRefusal } from './receipts.ts'

/** An undo that overtook its order: what it took back must not begin any more. */
export async function comesTooLate(desk: Desk, measure: Measure, on: string): Promise<string> {
  const key = newKey()
  await desk.undo({ measure, on, key })
  const { answer } = await desk.send(measure, on, { key, isOnce: measure === watch })
  return isSignedRefusal(desk, answer)
}

export const undo: readonly Check[] = [
  {
    id: 'undo',
    says: 'What was ordered can be taken back, as fast as it was done.',
    clause: 'partners.md, "The example contract" (WHITELISTED)',
    probe: 'A block and its undo; the EIR is asked until the handset is let in.',
    mend: 'Take the handset off the list of the EIR when an undo names its order.',
    needs: ['eir'],
    after: ['eir-block'],
    run: async (desk) => {
      const handset = await desk.handset()
      const placed = await desk.place(block, handset)
      await desk.shows(handset, 'refused')
      await desk.undo(placed)
      return `let in ${inSeconds(await desk.shows(handset, 'let in'))} after the answer`
    },
  },
  {
    id: 'undo-one-of-two',
    says: 'An undo that names its order leaves others on the same handset as they are.',
    clause: `${promise(4)}; "The example contract" (withdraws)`,
    probe: 'Two blocks of one handset. One is undone: still refused. The other too: let in.',
    mend: 'Keep each order on a handset by its key, and refuse the handset while any of them holds.',
    needs: ['eir'],
    after: ['undo'],
    run: async (desk) => {
      const handset = await desk.handset()
      const [one, other] = [await desk.place(block, handset), await desk.place(block, handset)]
      await desk.shows(handset, 'refused')
      await desk.undo(one)
      await desk.stays(handset, 'refused')
      await desk.undo(other)
      await desk.shows(handset, 'let in')
      return 'refused until the last was taken back'
    },
  },
  {
    id: 'undo-first',
    says: 'A block that arrives after its own undo has no effect.',
    clause: promise(4),
    probe: 'An undo that names a key, then the block with that key.',
    mend: 'Keep the keys in "withdraws", and refuse with 422 an order whose key is among them.',
    needs: ['eir'],
    after: ['undo', 'receipt-signature'],
    run: async (desk) => {
      const handset = await desk.handset()
      const said = await comesTooLate(desk, block, handset)
      await desk.stays(handset, 'let in')
      return `${said}; let in`
    },
  },
  {
    id: 'undo-at-once',
    says: 'A block and its undo that travel side by side end in the undo, whichever comes first.',
    clause: promise(4),
    probe: 'Ten blocks of one handset and the undo of each, all twenty at once; then the EIR is asked.',
    mend: 'Make "is it withdrawn?" and the block one transaction.',
    needs: ['eir'],
    after: ['undo', 'undo-one-of-two', 'undo-first'],
    run: async (desk) => {
      const handset = await desk.handset()
      const keys = Array.from({ length: 10 }, newKey)
      await Promise.all(
        keys.flatMap((key) => [desk.send(block, handset, { key }), desk.undo({ measure: block, on: handset, key })]),
      )
      await desk.stays(handset, 'let in')
      return 'let in'
    },
  },
  {
    id: 'orders-at-once',
    says: 'Many orders at once on one handset end in the last word.',
    clause: `${promise(1)}; ${promise(4)}`,
    probe: 'Twenty blocks of one handset at once; nineteen of them undone at once: refused. The last undone: let in.',
    mend: 'Change the orders on one handset one after the other: a lost update is a stolen phone that works, or a block for ever.',
    needs: ['eir'],
    after: ['undo', 'undo-one-of-two'],
    run: async (desk) => {
      const handset = await desk.handset()
      const placed = await Promise.all(Array.from({ length: 20 }, () => desk.place(block, handset)))
      const last = placed.pop()
      await Promise.all(placed.map((one) => desk.undo(one)))
      await desk.stays(handset, 'refused')
      if (last) await desk.undo(last)
      await desk.shows(handset, 'let in')
      return 'twenty orders, refused until the last was taken back'
    },
  },
  {
    id: 'handsets-in-one',
    says: 'One order may name several handsets, and holds for each.',
    clause: 'partners.md, "The example contract" (equipment)',
    probe: 'One block of three handsets, and its undo; the EIR is asked for each.',
    mend: 'Go through the whole list in "equipment".',
    needs: ['eir'],
    after: ['undo'],
    run: async (desk) => {
      const handsets = [await desk.handset(), await desk.handset(), await desk.handset()]
      const placed = await desk.place(block, handsets)
      for (const handset of handsets) await desk.shows(handset, 'refused')
      await desk.undo(placed)
      for (const handset of handsets) await desk.shows(handset, 'let in')
      return 'three refused, three let in'
    },
  },
  {
    id: 'handset-unknown',
    says: 'A handset that cannot be is refused for good, in signed words.',
    clause: 'partners.md, "The example contract" (422, UNKNOWN_EQUIPMENT)',
    probe: 'A block of a handset from the TAC in --unknown-tac (00000000, which is no type).',
    mend: 'Answer 422 with a code and a receipt whose outcome is "refused" and which has a code too.',
    after: ['order', 'receipt-signature'],
    run: async (desk) => {
      const { answer } = await desk.send(block, `${desk.bench.settings.unknownTac}123456`)
      return isSignedRefusal(desk, answer)
    },
  },
]
