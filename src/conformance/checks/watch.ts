import type { Check } from '../check.ts'
import { hold, NotTried } from '../finding.ts'
import { inWords, isRefusal } from '../judge.ts'
import { watch } from '../measures.ts'
import { receiptIn } from '../receipt.ts'
import { promise } from './clauses.ts'
import { ends } from './ends.ts'
import { comesTooLate } from './undo.ts'

const section = 'partners.md, "The example contract" (watch)'

export const watches: readonly Check[] = [
  {
    id: 'watch',
    says: 'A watch is only taken (202), and stands until the handset asks for service.',
    clause: section,
    probe: 'A watch of a handset that is off, and the same key again a moment later.',
    mend: 'Answer 202 without a receipt for as long as the handset has not been seen: 200 says that it was.',
    after: ['token'],
    run: async (desk) => {
      const handset = await desk.handset()
      const { key, answer } = await desk.send(watch, handset, { isOnce: true })
      hold(answer.status === 202, `it was answered ${inWords(answer)}`)
      hold(receiptIn(answer.json) === undefined, '202 with a receipt: nothing has happened yet that it could vouch for')
      await desk.bench.pause(300)
      const again = await desk.send(watch, handset, { key, isOnce: true })
      hold(again.answer.status === 202, `asked about again it was answered ${inWords(again.answer)}`)
      return '202, and 202 again'
    },
  },
  {
    id: 'watch-undo',
    says: 'A watch that was taken back stands no more.',
    clause: `${section}; ${promise(4)}`,
    probe: 'A watch, its undo by name, and the key of the watch once more.',
    mend: 'End the watch that "withdraws" names, and refuse its key from then on.',
    after: ['watch'],
    run: async (desk) => {
      const handset = await desk.handset()
      const placed = await desk.send(watch, handset, { isOnce: true })
      const said = await desk.undo(placed)
      const { answer } = await desk.send(watch, handset, { key: placed.key, isOnce: true })
      hold(isRefusal(answer), `after its undo (${inWords(said)}) the watch is still answered ${inWords(answer)}`)
      return `undo ${inWords(said)}, then ${inWords(answer)}`
    },
  },
  {
    id: 'watch-undo-first',
    says: 'A watch that arrives after its own undo does not begin.',
    clause: promise(4),
    probe: 'An undo that names a key, then the watch with that key.',
    mend: 'Keep the keys in "withdraws", and refuse with 422 an order whose key is among them.',
    after: ['watch', 'watch-undo', 'receipt-signature'],
    run: async (desk) => comesTooLate(desk, watch, await desk.handset()),
  },
  {
    id: 'watch-until',
    says: 'A watch with an end is let go at that second.',
    clause: promise(3),
    probe: 'A watch with "until" in three seconds; where the EIR says GREYLISTED for it, it is asked a second after.',
    mend: 'Compare the end of each watch with the clock when it is looked at.',
    needs: ['eir'],
    after: ['watch'],
    run: async (desk) => {
      const { before, after } = await (await ends(desk)).watch
      if (before !== 'GREYLISTED')
        throw new NotTried(`the EIR says ${before} for a handset that is watched, so nothing shows from outside`)
      hold(after !== 'GREYLISTED', 'a second after its end the EIR still said GREYLISTED')
      return `GREYLISTED before, ${after} after`
    },
  },
]
