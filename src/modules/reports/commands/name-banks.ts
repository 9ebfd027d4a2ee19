import { z } from 'zod'
import { defineCommand } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { nobody, stopsOwed } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { BanksNamed } from '../events/banks-named.ts'
import { refusals } from '../refusals.ts'
import { openOr, situation } from '../situation.ts'

/** The victim names the banks whose apps are on the phone: they are asked what the proof allows. */
export const nameBanks = defineCommand('name-banks', {
  input: z.object({ case: CaseId, banks: z.array(Slug).min(1).max(20) }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
  },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide(named, known, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    const after = situation(named.case, open, { ...nobody, banks: named.banks })
    return { events: [BanksNamed.of(named)], owes: stopsOwed(situation(named.case, open, nobody), after, now) }
  },
})
