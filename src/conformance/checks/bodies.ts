import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { hold } from '../finding.ts'
import { newKey } from '../gateway.ts'
import { inWords, whole } from '../judge.ts'
import { block } from '../measures.ts'
import type { Answer } from '../wire.ts'
import { example } from './clauses.ts'

type Sent = {
  readonly what: string
  readonly body: (handset: string) => object | string
  readonly contentType?: string
}

/** Sends bodies that are no orders; each must be refused as the sender's fault, and do nothing. */
const malformed = (id: string, says: string, probe: string, mend: string, sent: readonly Sent[]): Check => ({
  ...{ id: `body-${id}`, says, probe, mend, clause: `${example}; RFC 9110 15.5` },
  after: ['token'],
  run: async (desk) => {
    for (const { what, body, contentType } of sent) {
      const handset = await desk.handset()
      const key = newKey()
      const options = { key, ...(contentType && { contentType }) }
      const answer = await turnedDown(desk, body(handset), options)
      if (answer && answer.status < 400) await desk.undo({ measure: block, on: handset, key }).catch(() => {})
      hold(
        !answer || (answer.status >= 400 && answer.status < 500),
        `${what} was answered ${answer && inWords(answer)}`,
      )
      await desk.stays(handset, 'let in')
    }
    return `4xx and nothing done, ${sent.length} time${sent.length === 1 ? '' : 's'}`
  },
})

/** A gateway may hang up on a body that it will not read to its end: that is a refusal too. */
async function turnedDown(desk: Desk, body: object | string, options: object): Promise<Answer | undefined> {
  const answer = await desk.raw(block.path, body, options)
  return answer.isHuge && answer.failed === 'cut off' ? undefined : whole(answer)
}

const order = (handset: unknown) => ({ equipment: [handset], status: 'BLACKLISTED', cause: 'STOLEN' })

export const bodies: readonly Check[] = [
  malformed(
    'incomplete',
    'An order that leaves out what it needs is refused and does nothing.',
    'A block without equipment, with an empty list, and without a status.',
    'Check each field before anything is done, and answer 400 when one is missing.',
    [
      { what: 'a block without equipment', body: () => ({ status: 'BLACKLISTED', cause: 'STOLEN' }) },
      { what: 'a block of an empty list', body: (handset) => ({ ...order(handset), equipment: [] }) },
      { what: 'an order without a status', body: (handset) => ({ equipment: [handset], cause: 'STOLEN' }) },
    ],
  ),
  malformed(
    'wrong-types',
    'An order with a field of another sort is refused and does nothing.',
    'Equipment as a number and as one text, 13 and 15 digits, another status, an "until" that is no time.',
    'Check the sort and form of each field before anything is done, and answer 400.',
    [
      { what: 'a handset as a number', body: (handset) => order(Number(handset)) },
      { what: 'equipment that is no list', body: (handset) => ({ ...order(handset), equipment: handset }) },
      { what: 'a handset of 13 digits', body: (handset) => order(handset.slice(0, 13)) },
      { what: 'a handset of 15 digits', body: (handset) => order(`${handset}0`) },
      { what: 'a status that there is not', body: (handset) => ({ ...order(handset), status: 'BEIGELISTED' }) },
      { what: 'an "until" that is no time', body: (handset) => ({ ...order(handset), until: 'tomorrow' }) },
      { what: 'a list in place of an object', body: (handset) => [order(handset)] },
    ],
  ),
  malformed(
    'not-json',
    'A body that is no JSON is refused and does nothing.',
    'Nothing at all, half an object, a form, and bytes that are no text.',
    'Catch the error of the JSON parser and answer 400: a 500 is asked again for a week.',
    [
      { what: 'an empty body', body: () => '' },
      { what: 'half an object', body: (handset) => JSON.stringify(order(handset)).slice(0, -8) },
      { what: 'a form', body: (handset) => `equipment=${handset}&status=BLACKLISTED&cause=STOLEN` },
      { what: 'a body of zeros', body: () => '\u0000'.repeat(64) },
      { what: 'JSON that is no object', body: () => 'null' },
    ],
  ),
  malformed(
    'huge',
    'A body of 10 MB is refused and does nothing.',
    'A block with 10 MB of filling in a further field.',
    'Stop reading at a limit, such as 1 MB, and answer 413.',
    [
      {
        what: 'a body of 10 MB',
        body: (handset) => JSON.stringify({ ...order(handset), filling: 'x'.repeat(10_000_000) }),
      },
    ],
  ),
  malformed(
    'other-type',
    'A body that does not say that it is JSON is not taken for JSON.',
    'A block with content-type text/plain and one with application/xml.',
    'Answer 415 unless the content type is application/json.',
    [
      { what: 'a block as text/plain', body: order, contentType: 'text/plain' },
      { what: 'a block as application/xml', body: order, contentType: 'application/xml' },
    ],
  ),
  {
    id: 'body-slow',
    says: 'An order that comes slowly is taken whole or not at all.',
    clause: `${example}; RFC 9110 15.5.9`,
    probe: 'A block whose body comes in five pieces over half a second.',
    mend: 'Wait for the whole body (Content-Length says how long it is), or answer 408.',
    after: ['order'],
    run: async (desk) => {
      const handset = await desk.handset()
      const key = newKey()
      const options = { key, dripMs: 100 }
      const answer = await desk.once(block.path, JSON.stringify(block.body(handset)), options)
      const isTaken = answer.status === 200 || answer.status === 202 || answer.status === 409
      if (isTaken) await desk.undo({ measure: block, on: handset, key })
      hold(isTaken || answer.status === 408, `it was answered ${inWords(answer)}`)
      return inWords(answer)
    },
  },
]
