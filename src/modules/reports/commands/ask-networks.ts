import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { hasLapsed } from '#lib/proof'
import { Slug } from '#lib/slug'
import { asksWhose, nobody, stopsOwed } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { NetworksAsked } from '../events/networks-asked.ts'
import { NoNetworkFound } from '../events/no-network-found.ts'
import { networkSearch } from '../network-search.ts'
import { refusals } from '../refusals.ts'
import { openOr, situation } from '../situation.ts'

/**
 * A network says that the line is not its own, cannot be asked, or is silent: every other one is owed the hold that it was owed, to the same end. That tells them the
 * number and nothing else; whoever has the line does what is asked, and so says whose it is.
 */
export const askNetworks = defineCommand('ask-networks', {
  input: z.object({
    case: CaseId,
    not: Slug.optional().describe('which; absent where no network is known for the number'),
    networks: z.array(Slug).max(500).readonly(),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'no-number': { status: 409, says: 'This case has no phone number.' },
    'case-lapsed': refusals['case-lapsed'],
    'networks-asked': { status: 409, says: 'The networks have been asked already.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ networks: _, ...asked }) => asked,
  state: folds(theftCase, networkSearch, (known, search) => ({ known, search })),

  decide({ case: theft, not, networks }, { known, search }, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    if (open.line === undefined) return refuse('no-number')
    if (hasLapsed(open.standing, now)) return refuse('case-lapsed')
    const { until } = open.standing
    // Once only; and again when the one that was found says later that the line has left it, or when nobody had it and more is shown.
    const hasLeft = not !== undefined && search.found === not
    const isStronger = search.nobody && search.until !== until
    if (search.begun && !hasLeft && !isStronger) return refuse('networks-asked')
    const asked = networks.filter((one) => one !== not)
    const begun = NetworksAsked.of({ case: theft, ...(not && { not }), asked, ...(until && { until }) })
    const owes = stopsOwed(undefined, situation(theft, open, { ...nobody, home: asked }), now)
    return {
      events: asked.length > 0 ? [begun] : [begun, NoNetworkFound.of({ case: theft })],
      owes: owes.filter(({ kind }) => kind === asksWhose),
    }
  },
})
