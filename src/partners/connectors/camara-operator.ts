import { z } from 'zod'
import {
  acknowledged,
  defineConnector,
  type InputOf,
  type Outcome,
  type PartnerReply,
  rejected,
  retry,
  retryLater,
} from '#partners'
import exampleOperator from './example-operator.ts'

/** How the operator says that one attribute fits: as text, never as a truth value. */
const Match = z.enum(['true', 'false', 'not_available'])
const Signed = z.object({ receipt: z.string().optional() })
const Matched = Signed.extend({ nameMatch: Match, birthdateMatch: Match.optional(), postalCodeMatch: Match.optional() })
const Identified = Signed.extend({ imei: z.string().regex(/^\d{15}$/) })
const Failed = Signed.extend({ code: z.string() })

const refusals: Readonly<Record<string, string>> = {
  IDENTIFIER_NOT_FOUND: 'unknown-line',
  NOT_FOUND: 'unknown-line',
  SERVICE_NOT_APPLICABLE: 'not-permitted',
  'KNOW_YOUR_CUSTOMER.ID_DOCUMENT_REQUIRED': 'not-permitted',
}

/** Errors alike in every CAMARA interface: 401 and 403 are between us and the operator, 404 and 422 are about this line. */
function failureOf(reply: PartnerReply): Outcome {
  const { code = '', receipt } = reply.read(Failed) ?? {}
  const refused = refusals[code]
  if (refused && [403, 404, 422].includes(reply.status)) return rejected(refused, { receipt })
  if (reply.status === 401 || reply.status === 403) return retry(60, `credentials refused (${reply.status})`)
  return retryLater(reply)
}

type Claim = InputOf<'match-identity'>['claim']

/** The holder: the whole name, and what was said of birth date and postcode, of which one at least is known and none is wrong. */
function isHolder({ born, postcode }: Claim, { nameMatch, birthdateMatch, postalCodeMatch }: z.output<typeof Matched>) {
  const said = [...(born === undefined ? [] : [birthdateMatch]), ...(postcode === undefined ? [] : [postalCodeMatch])]
  return nameMatch === 'true' && said.includes('true') && !said.includes('false')
}

/**
 * An operator that answers who holds a line, and in which handset it is, by CAMARA: KYC Match and Device Identifier. What CAMARA has
 * no interface for (bars, holds, the EIR) goes by the contract of example-operator. Field by field: docs/guide/partners.md.
 */
export default defineConnector({
  contract: 'camara-operator',
  sort: 'operator',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    ...exampleOperator.actions,
    async 'match-identity'({ line, claim }, { http, actionId }) {
      const json = { phoneNumber: line, name: claim.name, birthdate: claim.born, postalCode: claim.postcode }
      const about = { idempotencyKey: actionId, headers: { 'x-correlator': actionId } }
      const reply = await http('/kyc-match/v0.3/match', { json, ...about })
      const matched = reply.status === 200 ? reply.read(Matched) : undefined
      if (!matched) return failureOf(reply)
      const { receipt } = matched
      return isHolder(claim, matched) ? acknowledged({ receipt }) : rejected('no-match', { receipt })
    },
    async 'find-handset'({ line }, { http, actionId }) {
      const json = { device: { phoneNumber: line } }
      const about = { idempotencyKey: actionId, headers: { 'x-correlator': actionId } }
      const reply = await http('/device-identifier/v0.2/retrieve-identifier', { json, ...about })
      const found = reply.status === 200 ? reply.read(Identified) : undefined
      if (!found) return failureOf(reply)
      return acknowledged({ receipt: found.receipt, answer: { imeis: [found.imei] } })
    },
  },
})
