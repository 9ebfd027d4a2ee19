import { canonical } from '#lib/canonical-json'
import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { hold } from '../finding.ts'
import { newKey } from '../gateway.ts'
import { inWords, isAcknowledged } from '../judge.ts'
import { block } from '../measures.ts'
import { receiptIn, takeApart } from '../receipt.ts'
import type { Answer } from '../wire.ts'
import { promise } from './clauses.ts'

/** What an answer says, so that two can be compared: a receipt may be signed anew, its words may not change. */
function gist(answer: Answer): string {
  const { payload } = takeApart(receiptIn(answer.json) ?? '') ?? {}
  return canonical({ status: answer.status, payload })
}

const sameAnswer = (first: Answer, other: Answer, when: string) => {
  hold(first.status === other.status, `first ${inWords(first)}, ${when} ${inWords(other)}`)
  hold(gist(first) === gist(other), `${when} its receipt says something else than the first`)
}

/** An effect that came twice leaves one behind when it is taken back once. */
async function undoneOnce(desk: Desk, handset: string, key: string): Promise<void> {
  await desk.undo({ measure: block, on: handset, key })
  if (desk.bench.eir) await desk.shows(handset, 'let in')
}

export const keys: readonly Check[] = [
  {
    id: 'key-again',
    says: 'The same key again gets the first answer and has no second effect, also after it was taken back.',
    clause: promise(1),
    probe:
      'A block, the same again, its undo, and the same block once more; the EIR is asked whether the handset is free.',
    mend: 'Keep each key with its answer for weeks; when it comes again give that answer and do nothing.',
    after: ['order', 'undo'],
    run: async (desk) => {
      const handset = await desk.handset()
      const key = newKey()
      const first = await desk.place(block, handset, { key })
      sameAnswer(first.answer, (await desk.send(block, handset, { key })).answer, 'again')
      await undoneOnce(desk, handset, key)
      const late = (await desk.send(block, handset, { key })).answer
      // "Withdrawn" is as true by now as the first answer.
      if (late.status !== 422) sameAnswer(first.answer, late, 'after its undo')
      await desk.stays(handset, 'let in')
      return 'the first answer, one effect'
    },
  },
  {
    id: 'key-at-once',
    says: 'The same key many times at once has one effect and one answer.',
    clause: promise(1),
    probe: 'One block ten times at once, then one undo; the EIR is asked whether the handset is free.',
    mend: 'Take the key with a unique constraint before anything is done; let the others wait for its answer.',
    after: ['order', 'undo'],
    run: async (desk) => {
      const handset = await desk.handset()
      const key = newKey()
      const sent = await Promise.all(Array.from({ length: 10 }, () => desk.send(block, handset, { key })))
      for (const { answer } of sent) {
        hold(isAcknowledged(answer), `one of ten was answered ${inWords(answer)}`)
        sameAnswer(sent[0]?.answer ?? answer, answer, 'at once')
      }
      await undoneOnce(desk, handset, key)
      return 'ten times the same answer, one effect'
    },
  },
  {
    id: 'key-other-body',
    says: 'A key that was used does nothing more, whatever comes with it.',
    clause: promise(1),
    probe: 'The key of a block again, with the number of another handset.',
    mend: 'Look at the key before the body: give the first answer, or refuse with 422 and no receipt.',
    after: ['order'],
    run: async (desk) => {
      const [handset, other] = [await desk.handset(), await desk.handset()]
      const key = newKey()
      const first = await desk.place(block, handset, { key })
      const { answer } = await desk.send(block, other, { key })
      try {
        await desk.stays(other, 'let in')
      } catch (error) {
        await desk.undo({ measure: block, on: other, key }).catch(() => {})
        throw error
      }
      if (answer.status >= 400 && answer.status < 500 && receiptIn(answer.json) === undefined) return inWords(answer)
      sameAnswer(first.answer, answer, 'with another body')
      return 'the first answer'
    },
  },
  {
    id: 'key-missing',
    says: 'Each order carries a key; one without is not taken.',
    clause: promise(1),
    probe: 'A block without the header Idempotency-Key.',
    mend: 'Answer 400: what cannot be told apart from its repetition must not be done.',
    after: ['token'],
    run: async (desk) => {
      const handset = await desk.handset()
      const answer = await desk.once(block.path, block.body(handset), { withoutKey: true })
      if (answer.status < 400) await desk.order(block.undoPath, block.undoBody(handset))
      hold(answer.status >= 400 && answer.status < 500, `it was answered ${inWords(answer)}`)
      await desk.stays(handset, 'let in')
      return `${inWords(answer)}, and nothing was done`
    },
  },
]
