import { z } from 'zod'
import { defineCommand } from '#ledger'
import { HandsetId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { VaultRef } from '#platform/vault-ref'
import { EnrolmentBegun } from '../events/enrolment-begun.ts'
import { handset } from '../handset.ts'

/** The code that was sent to a number holds for twenty minutes. */
export const codeHoldsMs = 20 * 60_000

/** Asks the owner of a number for a code that only that number gets. The text is one vault record. */
export const beginEnrolment = defineCommand('begin-enrolment', {
  input: z.object({
    handset: HandsetId,
    line: VaultRef,
    asked: VaultRef,
    message: VaultRef,
    gateways: z.array(Slug).max(1),
  }),
  refusals: {},
  stream: (input) => `handset/${input.handset}`,
  keyed: ({ handset, line }) => ({ handset, line }),
  state: handset,

  decide({ message, gateways, ...asked }, _, { now }) {
    const until = new Date(Date.parse(now) + codeHoldsMs).toISOString()
    const text = { kind: 'send-text', target: `handset/${asked.handset}/send-text`, input: { message }, until }
    return { events: [EnrolmentBegun.of({ ...asked, until })], owes: [{ partners: gateways, ...text }] }
  },
})
