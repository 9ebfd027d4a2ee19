import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { hold, NotTried } from '../finding.ts'
import { inWords, receiptOf } from '../judge.ts'
import { bar, changeHold, type Measure } from '../measures.ts'
import { example, promise } from './clauses.ts'
import { ends } from './ends.ts'
import { isSignedRefusal } from './receipts.ts'
import { comesTooLate } from './undo.ts'

/** A country code that is given to nobody (E.164.D lists 999 as reserved): a line of no operator. */
export const nobodysLine = '+99900000001'

export const lineOf = ({ bench }: Desk): string => {
  const { line } = bench.settings
  if (line === undefined) throw new NotTried('no line was named with --line')
  return line
}

/** Whether this holds on the line now: one more order for it says 409, "already so", when it does. */
async function holds(desk: Desk, measure: Measure): Promise<boolean> {
  const probe = await desk.place(measure, lineOf(desk))
  await desk.undo(probe)
  return probe.answer.status === 409
}

/** The checks on something that is turned on and off on a line. */
const turned = (id: string, what: string, measure: Measure, seen: 'changeHold' | 'bar'): Check[] => [
  {
    id,
    says: `A line is ${what}; a second order for the same is "already so"; both can be taken back.`,
    clause: `${example} (${measure.path.replace('/lines/v1', '')}, 409)`,
    probe: 'The order twice under two keys, the undo of each, and once more.',
    mend: 'Answer 200 when it was done, 409 when it was so already, and end what "withdraws" names.',
    needs: ['line'],
    after: ['order'],
    run: async (desk) => {
      const line = lineOf(desk)
      const first = await desk.place(measure, line)
      hold(
        first.answer.status === 200,
        `nothing should be on the line, but the first order was answered ${inWords(first.answer)}`,
      )
      const second = await desk.place(measure, line)
      hold(
        second.answer.status === 409,
        `the second order was answered ${inWords(second.answer)}: so the first does not hold`,
      )
      await desk.undo(first)
      await desk.undo(second)
      hold(!(await holds(desk, measure)), 'after both undos it still holds')
      return '200, 409, and free again'
    },
  },
  {
    id: `${id}-one-of-two`,
    says: 'An undo that names its order leaves others on the same line as they are.',
    clause: promise(4),
    probe: 'Two orders; one is undone: it still holds. The other too: it does not.',
    mend: 'Keep each order on a line by its key, and let it hold while any of them does.',
    needs: ['line'],
    after: [id],
    run: async (desk) => {
      const [one, other] = [await desk.place(measure, lineOf(desk)), await desk.place(measure, lineOf(desk))]
      await desk.undo(one)
      hold(await holds(desk, measure), 'the undo of one of two let go of both')
      await desk.undo(other)
      hold(!(await holds(desk, measure)), 'the undo of both let go of one')
      return 'held until the last was taken back'
    },
  },
  {
    id: `${id}-undo-first`,
    says: 'An order that arrives after its own undo has no effect.',
    clause: promise(4),
    probe: 'An undo that names a key, then the order with that key, and one more to see what holds.',
    mend: 'Keep the keys in "withdraws", and refuse with 422 an order whose key is among them.',
    needs: ['line'],
    after: [id, 'receipt-signature'],
    run: async (desk) => {
      const said = await comesTooLate(desk, measure, lineOf(desk))
      hold(!(await holds(desk, measure)), 'it holds, although it had been taken back')
      return `${said}; nothing holds`
    },
  },
  {
    id: `${id}-until`,
    says: 'An order with an end is let go at that second, also when we are silent.',
    clause: promise(3),
    probe:
      'The order with "until" in three seconds, then silence; a second after its end the next order is not "already so".',
    mend: 'Compare the end of each order with the clock when it matters; do not wait for a job, or for us.',
    needs: ['line'],
    after: [id],
    run: async (desk) => {
      const { before, after } = await (await ends(desk))[seen]
      if (before !== '409') throw new NotTried(`before its end a further order was answered ${before}, not 409`)
      hold(after !== '409', 'a second after its end it was still "already so" (409)')
      return `409 before, ${after} after`
    },
  },
]

export const lines: readonly Check[] = [
  ...turned('change-hold', 'held against changes', changeHold, 'changeHold'),
  ...turned('bar', 'barred', bar, 'bar'),
  {
    id: 'line-unknown',
    says: 'A line that you do not have is refused for good, in signed words that say so.',
    clause: `${example} (422, UNKNOWN_LINE)`,
    probe: `A change-hold on ${nobodysLine}, which is in no country.`,
    mend: 'Answer 422 with a receipt whose outcome is "refused" and whose code is "unknown-line": then we ask the others whose it is.',
    after: ['order', 'receipt-signature'],
    run: async (desk) => {
      const { answer } = await desk.send(changeHold, nobodysLine)
      const said = isSignedRefusal(desk, answer)
      const { code } = receiptOf(answer).payload
      hold(code === 'unknown-line', `the receipt's code is "${code}", not "unknown-line"`)
      return said
    },
  },
]
