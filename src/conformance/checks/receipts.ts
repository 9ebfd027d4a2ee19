import type { KeyObject } from 'node:crypto'
import type { Check } from '../check.ts'
import type { Desk } from '../desk.ts'
import { hold, NotTried } from '../finding.ts'
import { inWords, isAcknowledged, receiptOf } from '../judge.ts'
import { block } from '../measures.ts'
import { isSignedBy, keysIn, type Receipt, receiptIn } from '../receipt.ts'
import { type Answer, field } from '../wire.ts'
import { receiptSection } from './clauses.ts'
import { specimen } from './specimen.ts'

export const longestReceipt = 2000
const skewMs = 120_000

const receipt = async (desk: Desk): Promise<Receipt> => receiptOf((await specimen(desk)).answer)

const keys = ({ bench }: Desk): Map<string, KeyObject> => keysIn(bench.keySet)

/** Whether any key of the set made the signature. */
export function isSigned(desk: Desk, one: Receipt): boolean {
  const known = keys(desk)
  if (known.size === 0) throw new NotTried('the key set holds no Ed25519 key')
  return [...known.values()].some((key) => isSignedBy(one, key))
}

/** Fails unless the answer is a refusal for good, in signed words. */
export function isSignedRefusal(desk: Desk, answer: Answer): string {
  hold(answer.status === 422, `it was answered ${inWords(answer)}, not 422`)
  hold(receiptIn(answer.json) !== undefined, '422 without a receipt')
  const one = receiptOf(answer)
  const { outcome, code } = one.payload
  hold(outcome === 'refused', `422, but the receipt's outcome is not "refused"`)
  hold(typeof code === 'string' && isCode(code), "the receipt's code is not lower case with hyphens, up to 60")
  hold(isSigned(desk, one), 'no key of the set made the signature of the refusal')
  return `${inWords(answer)}, signed: ${code}`
}

const isCode = (code: string) => /^[a-z0-9]+(-[a-z0-9]+)*$/.test(code) && code.length <= 60

const about = (id: string, says: string, mend: string, run: Check['run'], after: readonly string[] = ['receipt']) =>
  ({
    ...{ id: `receipt-${id}`, says, mend, run, after, clause: receiptSection },
    probe: 'The receipt of the first block of this run.',
  }) satisfies Check

const time = async (desk: Desk) => {
  const { asked, answered, answer } = await specimen(desk)
  const at = receiptOf(answer).payload.at
  hold(
    typeof at === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(at),
    '"at" is no ISO time',
  )
  const ms = Date.parse(at)
  hold(Number.isFinite(ms), '"at" is no time that there is')
  const ahead = ms > answered ? ms - answered : ms < asked ? ms - asked : 0
  const words = `${(Math.abs(ahead) / 1000).toFixed(1)} s ${ahead < 0 ? 'behind' : 'ahead of'} our clock`
  hold(Math.abs(ahead) <= skewMs, `"at" is ${words}`)
  return words
}

export const receipts: readonly Check[] = [
  {
    id: 'keys',
    says: 'The keys that sign receipts are published as a JSON Web Key Set.',
    clause: `${receiptSection}; RFC 7517 5, RFC 8037 2`,
    probe: 'The key set, from --jwks or /.well-known/jwks.json.',
    mend: 'Give {"keys":[{"kty":"OKP","crv":"Ed25519","kid":"…","x":"…"}]}: public keys alone, each with its own kid.',
    run: async (desk) => {
      const listed = field(desk.bench.keySet, 'keys')
      hold(Array.isArray(listed), 'it is no JSON with a list "keys"')
      const usable = keys(desk)
      hold(usable.size > 0, 'it holds no Ed25519 key with a kid')
      const kids = listed.map((jwk) => field(jwk, 'kid'))
      hold(new Set(kids).size === kids.length, 'two keys have the same kid')
      hold(!listed.some((jwk) => field(jwk, 'd') !== undefined), 'it holds a private key ("d"): end that key today')
      return `${usable.size} Ed25519 key${usable.size === 1 ? '' : 's'}`
    },
  },
  {
    id: 'order',
    says: 'A block that is done is answered 200, or 409 when it was so already, with a code.',
    clause: 'partners.md, "The example contract"',
    probe: 'A block of one test handset.',
    mend: 'Answer 200 with JSON {"code":"DONE","receipt":"…"}; see the answer in the last column for what came instead.',
    after: ['token'],
    run: async (desk) => {
      const { answer } = await specimen(desk)
      const still =
        answer.status === 202 ? ': still only taken. A receipt that comes later by itself is not heard here' : ''
      hold(isAcknowledged(answer), `it was answered ${inWords(answer)}${still}`)
      hold(typeof field(answer.json, 'code') === 'string', `${answer.status} without a JSON body that has a "code"`)
      return inWords(answer)
    },
  },
  {
    id: 'receipt',
    says: 'Each outcome comes with a receipt.',
    clause: 'partners.md, "What a partner promises" 2',
    probe: 'The answer to the first block of this run.',
    mend: 'Put the receipt into the answer as "receipt", as text.',
    after: ['order'],
    run: async (desk) => {
      const text = receiptIn((await specimen(desk)).answer.json)
      hold(text !== undefined, 'the answer has no "receipt" that is text')
      return `${text.length} characters`
    },
  },
  about(
    'form',
    'A receipt is a compact JWS of at most 2,000 characters.',
    'Join header, payload and signature, each in base64url without "=", with dots, and keep it short.',
    async (desk) => {
      const { answer } = await specimen(desk)
      const text = receiptIn(answer.json) ?? ''
      hold(text.length <= longestReceipt, `it has ${text.length} characters`)
      hold(/^[\w-]+\.[\w-]+\.[\w-]+$/.test(text), 'it is not three parts in base64url, joined by dots')
      try {
        receiptOf(answer)
      } catch {
        hold(false, 'its header or its payload is no JSON object')
      }
      return 'header, payload, signature'
    },
  ),
  about('type', 'Its typ is ringback-receipt+jws.', 'Set "typ" in the header.', async (desk) => {
    const { typ } = (await receipt(desk)).header
    hold(typ === 'ringback-receipt+jws', `typ is ${word(typ)}`)
    return word(typ)
  }),
  about('algorithm', 'Its alg is EdDSA or Ed25519.', 'Sign with Ed25519 and say so in "alg".', async (desk) => {
    const { alg } = (await receipt(desk)).header
    hold(alg === 'EdDSA' || alg === 'Ed25519', `alg is ${word(alg)}`)
    return word(alg)
  }),
  about(
    'key',
    'Its kid names a key of the set.',
    'Put the kid of the key that signs into the header, and publish that key before you sign with it.',
    async (desk) => {
      const { kid } = (await receipt(desk)).header
      const known = keys(desk)
      hold(typeof kid === 'string' && known.has(kid), `kid ${word(kid)} is not in the key set`)
      return word(kid)
    },
    ['receipt-form', 'keys'],
  ),
  about(
    'signature',
    'Its signature is by a key of the set, over header and payload as they stand.',
    'Sign the bytes "header.payload" that you send, after the last change to either.',
    async (desk) => {
      const one = await receipt(desk)
      const named = keys(desk).get(String(one.header.kid))
      hold(named ? isSignedBy(one, named) : isSigned(desk, one), 'the signature does not hold')
      return 'it holds'
    },
    ['receipt-form', 'keys'],
  ),
  about(
    'action',
    'It names the order by its Idempotency-Key.',
    'Put the key of this order into "action".',
    async (desk) => {
      const { action } = (await receipt(desk)).payload
      hold(action === (await specimen(desk)).key, `action is ${word(action)}, not the key of the order`)
      return 'the key of the order'
    },
  ),
  {
    ...about(
      'partner',
      'It names you by your short name.',
      'Put the short name that Ringback gave you into "partner".',
      async (desk) => {
        const { partner } = (await receipt(desk)).payload
        hold(partner === desk.bench.settings.partner, `partner is ${word(partner)}`)
        return word(partner)
      },
    ),
    needs: ['partner'],
  },
  about(
    'kind',
    'It names the kind of the order.',
    'Put the kind from the table of the contract into "kind".',
    async (desk) => {
      const { kind } = (await receipt(desk)).payload
      hold(kind === block.kind, `kind is ${word(kind)}, not ${block.kind}`)
      return word(kind)
    },
  ),
  about(
    'outcome',
    'Its outcome says what the answer says.',
    'Put "acknowledged" into "outcome" with 200 and 409, "refused" with 422.',
    async (desk) => {
      const { outcome } = (await receipt(desk)).payload
      hold(outcome === 'acknowledged', `outcome is ${word(outcome)}`)
      return word(outcome)
    },
  ),
  about(
    'time',
    'Its time is when it was done, by a clock that is at most two minutes off.',
    'Set the clock by NTP.',
    time,
  ),
]

/** A word of the gateway in our report: short, and nothing but what can be printed. */
export const word = (value: unknown): string =>
  value === undefined
    ? 'missing'
    : JSON.stringify(value)
        .replace(/[^\x20-\x7e]/g, '?')
        .slice(0, 60)
