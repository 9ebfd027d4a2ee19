import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Imei, keysOf } from '#lib/imei/imei'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'
import { StopSecretGiven } from '../events/stop-secret-given.ts'
import { type Handset, handset } from '../handset.ts'
import { conflicts, refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { stopSecretKinds } from '../vocabulary.ts'

const providers = z.array(Slug).max(20).optional()

/** An owner whose number is proved prepares for a theft. What can stop the phone is given out with it, and told on. */
export const enrolHandset = defineCommand('enrol-handset', {
  input: z.object({
    handset: HandsetId,
    line: VaultRef,
    owner: VaultRef,
    /** Under these the register may have the line's holder already: a shop wrote down this number. */
    knownAs: z.array(VaultRef).max(100).readonly(),
    imeis: z.array(Imei).max(4),
    maker: Slug.optional(),
    banks: z.array(Slug).max(20),
    mail: providers,
    exchanges: providers,
    identities: providers,
    contacts: z.array(VaultRef).max(5),
    trusted: z.array(VaultRef).max(3),
    mayLocate: z.boolean(),
    secrets: z.array(z.object({ kind: z.enum(stopSecretKinds), secret: VaultRef })).max(4),
    /** How the trusted person is told the code that is theirs. */
    messages: z
      .array(z.object({ kind: z.enum(['send-text', 'send-email']), message: VaultRef, gateways: z.array(Slug).max(1) }))
      .max(4),
  }),
  refusals: {
    ...refusals,
    'number-not-proved': { status: 410, says: 'The code is too old, or was used. Start again to get a new one.' },
  },
  conflicts,
  stream: (input) => `handset/${input.handset}`,
  keyed: ({ handset, line }) => ({ handset, line }),
  state: handset,

  decide({ secrets, messages, knownAs, ...enrolment }, known, { now }) {
    const { handset, line } = enrolment
    const { asked } = known
    if (asked?.line !== line || asked.until <= now) return refuse('number-not-proved')
    const imeisProved = provedOf(known, enrolment.imeis, knownAs)
    return {
      events: [
        HandsetEnrolled.of({ ...enrolment, imeisProved, reviewBy: reviewOf(now) }),
        ...secrets.map((given) => StopSecretGiven.of({ handset, line, ...given })),
      ],
      owes: messages.map(({ kind, message, gateways }) => ({
        ...{ partners: gateways, kind, target: `handset/${handset}/${kind}`, input: { message } },
      })),
    }
  },
})

/**
 * Of the IMEIs that somebody types, those that a shop sold to this very person. Whatever else they type may be another
 * person's phone: it is never blocked on their word (USERS 4: malicious block).
 */
function provedOf({ owner, imeis, sold }: Handset, typed: readonly Imei[], knownAs: readonly string[]): Imei[] {
  if (!sold || owner === undefined || !knownAs.includes(owner)) return []
  const theirs = keysOf(imeis)
  return typed.filter((imei) => keysOf([imei]).some((key) => theirs.includes(key)))
}
