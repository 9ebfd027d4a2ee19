import { z } from 'zod'
import { defineCommand, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { nobody, stopsOwed } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { AccountsNamed } from '../events/accounts-named.ts'
import { refusals } from '../refusals.ts'
import { openOr, situation } from '../situation.ts'

const named = z.array(Slug).max(20).default([])

/** The victim names who keeps their mail, crypto and digital identity: they are asked what the proof allows, now and later. */
export const nameAccounts = defineCommand('name-accounts', {
  input: z.object({ case: CaseId, mail: named, exchanges: named, identities: named }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'no-account-named': { status: 422, says: 'Name at least one of them.' },
  },
  stream: (input) => `case/${input.case}`,
  state: theftCase,

  decide({ case: theft, ...given }, known, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    if (Object.values(given).every((one) => one.length === 0)) return refuse('no-account-named')
    const after = situation(theft, open, { ...nobody, ...given })
    return {
      events: [AccountsNamed.of({ case: theft, ...given })],
      owes: stopsOwed(situation(theft, open, nobody), after, now),
    }
  },
})
