import { z } from 'zod'
import { defineCommand, folds, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { asksWhose, nobody, OpenStops, stopsOwed, undoing } from '#modules/response/public'
import { theftCase } from '../case.ts'
import { IdentityAsked } from '../events/identity-asked.ts'
import { NetworkFound } from '../events/network-found.ts'
import { claimsFor, identityOwed, networkSearch } from '../network-search.ts'
import { refusals } from '../refusals.ts'
import { openOr, situation } from '../situation.ts'

/**
 * A network has taken the hold of a line that another said is not its own, or could not be asked about: the line is at home there. That
 * other one may come back and have it after all. All that the ladder owes the home
 * network is owed now, with the same proof and end; what the reporter said of themselves is asked there; the others are let be.
 */
export const findNetwork = defineCommand('find-network', {
  input: z.object({
    case: CaseId,
    network: Slug,
    others: OpenStops.describe('the same question at networks that have not answered'),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'network-known': { status: 409, says: 'The network of this number is known.' },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ others: _, ...found }) => found,
  state: folds(theftCase, networkSearch, (known, search) => ({ known, search })),

  decide({ case: theft, network, others }, { known, search }, { now }) {
    const open = openOr(known)
    if ('refused' in open) return open
    const { line } = open
    const may = [...search.asked, search.not].includes(network)
    if (line === undefined || search.found !== undefined || !may) return refuse('network-known')
    const before = situation(theft, open, nobody)
    const after = situation(theft, open, { ...nobody, home: [network] })
    // It holds the line already, unless the proof has grown since it was asked.
    const holds = search.until === open.standing.until
    const owed = stopsOwed(before, after, now).filter(({ kind }) => kind !== asksWhose || !holds)
    const claims = claimsFor(search, network, now)
    const told = claims.map(({ claim }) => claim)
    return {
      events: [
        NetworkFound.of({ case: theft, line, network }),
        ...(told.length > 0 ? [IdentityAsked.of({ case: theft, network, claims: told })] : []),
      ],
      owes: [
        ...owed,
        ...identityOwed(theft, line, network, claims),
        ...undoing(others.filter(({ partner, kind }) => partner !== network && kind === asksWhose)),
      ],
    }
  },
})
