import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Imei } from '#lib/imei/imei'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { HandsetEnrolled } from '../events/handset-enrolled.ts'
import { StopSecretGiven } from '../events/stop-secret-given.ts'
import { handset } from '../handset.ts'
import { conflicts, refusals } from '../refusals.ts'
import { reviewOf } from '../review.ts'
import { stopSecretKinds } from '../vocabulary.ts'

/** An owner whose number is proved prepares for a theft. What can stop the phone is given out with it, and told on. */
export const enrolHandset = defineCommand('enrol-handset', {
  input: z.object({
    handset: HandsetId,
    line: VaultRef,
    owner: VaultRef,
    imeis: z.array(Imei).max(4),
    maker: Slug.optional(),
    banks: z.array(Slug).max(20),
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

  decide({ secrets, messages, ...enrolment }, { asked }, { now }) {
    const { handset, line } = enrolment
    if (asked?.line !== line || asked.until <= now) return refuse('number-not-proved')
    return {
      events: [
        HandsetEnrolled.of({ ...enrolment, reviewBy: reviewOf(now) }),
        ...secrets.map((given) => StopSecretGiven.of({ handset, line, ...given })),
      ],
      owes: messages.map(({ kind, message, gateways }) => ({
        ...{ partners: gateways, kind, target: `handset/${handset}/${kind}`, input: { message } },
      })),
    }
  },
})
