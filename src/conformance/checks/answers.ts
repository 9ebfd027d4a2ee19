import { createHash } from 'node:crypto'
import { canonical } from '#lib/canonical-json'
import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { hold, NotTried } from '../finding.ts'
import { inWords, receiptOf } from '../judge.ts'
import { type Answer, field } from '../wire.ts'
import { example } from './clauses.ts'
import { lineOf } from './lines.ts'
import { isSigned, isSignedRefusal, word } from './receipts.ts'

const holderPath = '/lines/v1/holder-check'

/** Nobody has this name: it was made for this kit, so that it is known again wherever it turns up. */
export const strangersName = 'Conformia Kitsdottir'

const told = ({ json }: Answer) => {
  const answer = field(json, 'answer')
  const imeis = field(answer, 'imeis')
  hold(Array.isArray(imeis), 'the answer has no "answer" with a list "imeis"')
  hold(
    imeis.every((imei) => typeof imei === 'string' && /^\d{15}$/.test(imei)),
    'an IMEI in it has not 15 digits',
  )
  return { answer, count: imeis.length }
}

/** A mark for each of these handsets: 16 bytes in base64url, no two alike. */
export const marksFor = (equipment: readonly string[]) => (answer: Answer) => {
  const said = field(answer.json, 'answer')
  const sims = field(said, 'sims')
  hold(Array.isArray(sims), 'the answer has no "answer" with a list "sims"')
  const marks = equipment.map((key) =>
    field(
      sims.find((sim) => field(sim, 'imeiKey') === key),
      'mark',
    ),
  )
  hold(
    marks.every((mark) => typeof mark === 'string' && /^[A-Za-z0-9_-]{22}$/.test(mark)),
    'not each handset has a mark of 22 letters of base64url',
  )
  hold(new Set(marks).size === marks.length, 'two handsets have the same mark, so it tells who the subscriber is')
  return { answer: said, count: marks.length }
}

/** The receipt vouches for what is told beside it. */
export function isVouchedFor(desk: Desk, answer: Answer, kind: string, read = told): string {
  hold(answer.status === 200, `it was answered ${inWords(answer)}`)
  const receipt = receiptOf(answer)
  const { count, answer: said } = read(answer)
  const hash = createHash('sha256').update(canonical(said)).digest('base64url')
  hold(receipt.payload.kind === kind, `the receipt's kind is ${word(receipt.payload.kind)}, not ${kind}`)
  hold(receipt.payload.answer === hash, 'the hash in the receipt is not that of the answer beside it')
  hold(isSigned(desk, receipt), 'no key of the set made the signature')
  return `${count} handset${count === 1 ? '' : 's'}, hash and signature hold`
}

const theHash =
  'Hash the answer that you send, as canonical JSON (RFC 8785) with SHA-256 in base64url, into the receipt.'
const asAnswer = `${example} (answer); RFC 8785`

export const answers: readonly Check[] = [
  {
    id: 'find-handset',
    says: 'The operator tells in which handset a line was last used, and its receipt vouches for that.',
    clause: asAnswer,
    probe: 'POST /lines/v1/equipment for the test line.',
    mend: theHash,
    needs: ['line'],
    after: ['order', 'receipt-signature'],
    run: async (desk) =>
      isVouchedFor(desk, await desk.order('/lines/v1/equipment', { msisdn: lineOf(desk) }), 'find-handset'),
  },
  {
    id: 'pairing',
    says: 'The operator names the SIM of a line by a mark for each handset, and its receipt vouches for that.',
    clause: asAnswer,
    probe: 'POST /lines/v1/pairing for the test line and two handsets.',
    mend: 'Answer {"sims": [{"imeiKey", "mark"}]}: HMAC-SHA-256 with your pairing key over "imeiKey supi", its first 16 bytes in base64url, hashed into the receipt.',
    needs: ['line'],
    after: ['order', 'receipt-signature'],
    run: async (desk) => {
      const equipment = [await desk.handset(), await desk.handset()]
      const answer = await desk.order('/lines/v1/pairing', { msisdn: lineOf(desk), equipment })
      return isVouchedFor(desk, answer, 'pair-handset', marksFor(equipment))
    },
  },
  {
    id: 'holder-check',
    says: 'The holder of a line is known by name and one more fact, and the receipt vouches for the answer.',
    clause: asAnswer,
    probe: 'POST /lines/v1/holder-check with what --holder-name, --holder-born and --holder-postcode say.',
    mend: theHash,
    needs: ['line', 'holder'],
    after: ['order', 'receipt-signature'],
    run: async (desk) => {
      const { holderName: fullName, holderBorn: dateOfBirth, holderPostcode: postCode } = desk.bench.settings
      if (dateOfBirth === undefined && postCode === undefined)
        throw new NotTried('a name alone proves little: add --holder-born or --holder-postcode')
      const body = { msisdn: lineOf(desk), holder: { fullName, dateOfBirth, postCode } }
      return isVouchedFor(desk, await desk.order(holderPath, body), 'match-identity')
    },
  },
  {
    id: 'holder-stranger',
    says: 'Who is not the holder is told no more than that, in signed words.',
    clause: `${example} (422, NO_MATCH)`,
    probe: 'The same with a name that nobody has.',
    mend: 'Answer 422 with NO_MATCH and a receipt whose outcome is "refused", and no "answer".',
    needs: ['line'],
    after: ['order', 'receipt-signature'],
    run: async (desk) => {
      const holder = { fullName: strangersName, dateOfBirth: '1901-01-01' }
      const answer = await desk.order(holderPath, { msisdn: lineOf(desk), holder })
      hold(field(answer.json, 'answer') === undefined, 'a stranger is told which handset the line is used in')
      return isSignedRefusal(desk, answer)
    },
  },
]
