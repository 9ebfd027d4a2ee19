import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { Slug } from '#lib/slug'
import { decideAppeal } from '#modules/reports/public'
import { ListAppealDecided } from '../events/list-appeal-decided.ts'
import { listAppeal } from '../list-appeal.ts'
import { listAppealReasons } from '../vocabulary.ts'

/**
 * A person decides whether a line may use a phone that another register’s list, or a rule, stops for every other. As against a
 * report: the line’s operator is asked for a mark of its SIM, and decided the other way that SIM may use it no more.
 */
export const decideListAppeal = defineCommand('decide-list-appeal', {
  input: z.object({
    appeal: z.uuid(),
    granted: z.boolean(),
    reason: z.enum(listAppealReasons),
    /** The operator of the line. */
    home: z.array(Slug).max(1).readonly(),
  }),
  refusals: decideAppeal.refusals,
  stream: (input) => `appeal/${input.appeal}`,
  keyed: ({ home: _, ...decided }) => decided,
  state: listAppeal,

  decide({ home, ...decided }, { line, handset, granted }) {
    if (!line || !handset) return refuse('no-appeal')
    if (granted === decided.granted) return refuse('appeal-decided')
    if (decided.granted && home.length === 0) return refuse('no-network')
    const pairing = {
      partners: home,
      kind: 'pair-handset',
      target: `appeal/${decided.appeal}`,
      input: { line, imeiKeys: handset },
    }
    return { events: [ListAppealDecided.of(decided)], owes: decided.granted ? [pairing] : [] }
  },
})
