import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { appeal } from '../appeal.ts'
import { AppealDecided } from '../events/appeal-decided.ts'
import { appealReasons } from '../vocabulary.ts'

/**
 * A person decides whether a line may use a phone that stays blocked for every other. Granted, the line's operator is asked for
 * a mark of its SIM. Decided before, it can be decided the other way: then the SIM may use it no more.
 */
export const decideAppeal = defineCommand('decide-appeal', {
  input: z.object({
    appeal: z.uuid(),
    granted: z.boolean(),
    reason: z.enum(appealReasons),
    /** The operator of the line. */
    home: z.array(Slug).max(1).readonly(),
  }),
  refusals: {
    'no-appeal': { status: 404, says: 'There is no such appeal.' },
    'appeal-decided': { status: 409, says: 'Somebody has decided so already.' },
    'no-network': { status: 422, says: 'We know no network of this number, so nobody can name its SIM.' },
  },
  stream: (input) => `appeal/${input.appeal}`,
  keyed: ({ appeal, granted, reason }) => ({ appeal, granted, reason }),
  state: appeal,

  decide({ home, ...decided }, { theft, line, handset, granted }) {
    if (!theft || !line || !handset) return refuse('no-appeal')
    if (granted === decided.granted) return refuse('appeal-decided')
    if (decided.granted && home.length === 0) return refuse('no-network')
    const pairing = {
      partners: home,
      kind: 'pair-handset',
      target: `appeal/${decided.appeal}`,
      input: { line, imeiKeys: handset },
    }
    return { events: [AppealDecided.of({ ...decided, case: theft })], owes: decided.granted ? [pairing] : [] }
  },
})
