import { z } from 'zod'
import { Heard } from '#lib/heard'
import {
  acknowledged,
  type CallTools,
  defineConnector,
  type InputOf,
  type Outcome,
  type PartnerReply,
  pending,
  rejected,
  retry,
  retryLater,
} from '#partners'

/** How the operator says that one attribute fits: as text, never as a truth value. */
const Match = z.enum(['true', 'false', 'not_available'])
const Signed = z.object({ receipt: z.string().optional() })
const Matched = Signed.extend({ nameMatch: Match, birthdateMatch: Match.optional(), postalCodeMatch: Match.optional() })
const Identified = Signed.extend({ imei: z.string().regex(/^\d{15}$/), heard: Heard.optional() })
const Recycled = Signed.extend({ phoneNumberRecycled: z.boolean() })
const Swapped = z.object({
  latestDeviceChange: z.iso.datetime({ offset: true }).nullable(),
  monitoredPeriod: z.int().optional(),
})

/** A handset into which a line came within three weeks may be another than the stolen one: who watches for less cannot say. */
const watchedDays = 21
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

const Ordered = Signed.extend({ code: z.string().optional(), answer: z.unknown().optional() })
const notDone: Readonly<Record<string, string>> = {
  UNKNOWN_EQUIPMENT: 'unknown-handset',
  UNKNOWN_LINE: 'unknown-line',
  WITHDRAWN: 'already-undone',
  NOT_PERMITTED: 'not-permitted',
  OTHER_HOLDER: 'other-holder',
}

/** An order that CAMARA has no interface for: 200 done, 202 taken, 409 already so, 422 will not do. */
async function ordered({ http, actionId, until, cancels }: CallTools<unknown>, path: string, order: object) {
  const reply = await http(path, { json: { ...order, until, withdraws: cancels }, idempotencyKey: actionId })
  const { code = '', receipt, answer } = reply.read(Ordered) ?? {}
  if (reply.status === 200 || reply.status === 409) return acknowledged({ receipt, answer })
  if (reply.status === 202) return pending(reply.retryAfterSeconds)
  return reply.status === 422 ? rejected(notDone[code] ?? 'refused', { receipt }) : failureOf(reply)
}

type Claim = InputOf<'match-identity'>['claim']

/** The holder: the whole name, and what was said of birth date and postcode, of which one at least is known and none is wrong. */
function isHolder({ born, postcode }: Claim, { nameMatch, birthdateMatch, postalCodeMatch }: z.output<typeof Matched>) {
  const said = [...(born === undefined ? [] : [birthdateMatch]), ...(postcode === undefined ? [] : [postalCodeMatch])]
  return nameMatch === 'true' && said.includes('true') && !said.includes('false')
}

/** Number Recycling: whether the number has gone to somebody else since that day. */
async function changedHands(
  { line, provedAt }: { readonly line: string; readonly provedAt: string },
  { http, actionId }: Pick<CallTools<unknown>, 'http' | 'actionId'>,
): Promise<Outcome | undefined> {
  const json = { phoneNumber: line, specifiedDate: provedAt.slice(0, 10) }
  const about = { idempotencyKey: `${actionId}-recycled`, headers: { 'x-correlator': actionId } }
  const reply = await http('/number-recycling/v0.2/check', { json, ...about })
  const checked = reply.status === 200 ? reply.read(Recycled) : undefined
  if (!checked) return failureOf(reply)
  // CAMARA signs no order here: it is a reason not to ask for the handset. The bar, which is signed, says who has the line.
  return checked.phoneNumberRecycled ? retry(3600, 'the number has gone to another holder') : undefined
}

/**
 * The handset and since when the line is in it. Nothing, where the operator does not know whether that is long enough for it to be
 * the stolen one: what is not known is not blocked.
 */
function handsetIn({ imei, heard }: z.output<typeof Identified>, swapped: z.output<typeof Swapped>) {
  const { latestDeviceChange: changed, monitoredPeriod = 0 } = swapped
  const told = { imeis: [imei], ...(heard && { heard }) }
  if (changed !== null) return { ...told, since: new Date(changed).toISOString() }
  return monitoredPeriod >= watchedDays ? told : undefined
}

/** The handset is told and its receipt is there, but not since when: that alone is asked again. */
const unsaid = (reply: PartnerReply): Outcome =>
  reply.status >= 400 && reply.status < 500 && reply.status !== 429
    ? retry(60, `Device Swap refused (${reply.status})`)
    : retryLater(reply)

/**
 * An operator that answers who holds a line, and in which handset it is, by CAMARA: KYC Match, Number Recycling, Device
 * Identifier and Device Swap. What CAMARA has
 * no interface for (bars, holds, the EIR) goes by the contract of example-operator. Field by field: docs/guide/partners.md.
 */
export default defineConnector({
  contract: 'camara-operator',
  sort: 'operator',
  config: z.object({ baseUrl: z.url(), clientId: z.string(), tokenPath: z.string().optional() }),
  actions: {
    'block-handset': ({ imeiKeys, reason, heard }, tools) =>
      ordered(tools, '/eir/v1/list', {
        ...{ equipment: imeiKeys, status: 'BLACKLISTED', cause: reason.toUpperCase(), heard },
      }),
    'unblock-handset': ({ imeiKeys }, tools) =>
      ordered(tools, '/eir/v1/list', { equipment: imeiKeys, status: 'WHITELISTED' }),
    'watch-handset': ({ imeiKeys }, tools) => ordered(tools, '/eir/v1/watch', { equipment: imeiKeys }),
    'unwatch-handset': ({ imeiKeys }, tools) => ordered(tools, '/eir/v1/unwatch', { equipment: imeiKeys }),
    'pair-handset': ({ line, imeiKeys }, tools) =>
      ordered(tools, '/lines/v1/pairing', { msisdn: line, equipment: imeiKeys }),
    'hold-line-changes': ({ line }, tools) => ordered(tools, '/lines/v1/change-hold', { msisdn: line, on: true }),
    'release-line-changes': ({ line }, tools) => ordered(tools, '/lines/v1/change-hold', { msisdn: line, on: false }),
    'suspend-line': ({ line, provedAt }, tools) =>
      ordered(tools, '/lines/v1/bar', { msisdn: line, on: true, heldSince: provedAt }),
    'restore-line': ({ line }, tools) => ordered(tools, '/lines/v1/bar', { msisdn: line, on: false }),
    'tell-customer': ({ line }, tools) =>
      ordered(tools, '/lines/v1/customer-notice', { msisdn: line, about: 'STOPPED' }),
    async 'match-identity'({ line, claim }, { http, actionId }) {
      const json = { phoneNumber: line, name: claim.name, birthdate: claim.born, postalCode: claim.postcode }
      const about = { idempotencyKey: actionId, headers: { 'x-correlator': actionId } }
      const reply = await http('/kyc-match/v0.3/match', { json, ...about })
      const matched = reply.status === 200 ? reply.read(Matched) : undefined
      if (!matched) return failureOf(reply)
      const { receipt } = matched
      return isHolder(claim, matched) ? acknowledged({ receipt }) : rejected('no-match', { receipt })
    },
    // The handset first: a line that changes handsets between the two is said to have come into this one just now, and a person looks.
    async 'find-handset'({ line, provedAt }, { http, actionId }) {
      const recycled = provedAt === undefined ? undefined : await changedHands({ line, provedAt }, { http, actionId })
      if (recycled) return recycled
      const headers = { 'x-correlator': actionId }
      const device = { json: { device: { phoneNumber: line } }, idempotencyKey: actionId, headers }
      const reply = await http('/device-identifier/v0.2/retrieve-identifier', device)
      const found = reply.status === 200 ? reply.read(Identified) : undefined
      if (!found) return failureOf(reply)
      const swap = { json: { phoneNumber: line }, idempotencyKey: `${actionId}-since`, headers }
      const swapReply = await http('/device-swap/v0.2/retrieve-date', swap)
      const swapped = swapReply.status === 200 ? swapReply.read(Swapped) : undefined
      if (!swapped) return unsaid(swapReply)
      return acknowledged({ receipt: found.receipt, answer: handsetIn(found, swapped) })
    },
  },
})
