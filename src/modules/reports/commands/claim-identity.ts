import { z } from 'zod'
import { defineCommand, fold, refuse } from '#ledger'
import { CaseId } from '#lib/ids'
import { Slug } from '#lib/slug'
import { AccessGiven } from '#modules/victims/events/access-given'
import { VaultRef } from '#platform/vault-ref'
import type { Case } from '../case.ts'
import { CaseClosed } from '../events/case-closed.ts'
import { CaseReopened } from '../events/case-reopened.ts'
import { CasesLinked } from '../events/cases-linked.ts'
import { IdentityClaimed } from '../events/identity-claimed.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { identityOwed } from '../network-search.ts'
import { refusals } from '../refusals.ts'

/** A slip or two, but no guessing of somebody's birth date by way of their operator. Who joined cannot use up the others'. */
const mostClaims = 3

type Claiming = Pick<Case, 'line' | 'ended'> & {
  readonly reported: boolean
  readonly own: number
  readonly joined: number
  /** Codes of those who reported what had a case already. */
  readonly later: ReadonlySet<VaultRef>
}
const nothing: Claiming = {
  ...{ reported: false, line: undefined, ended: undefined, own: 0, joined: 0 },
  later: new Set(),
}
const claiming = fold(nothing, (on) => [
  on(TheftReported, (state, { line }) => ({ ...state, line, reported: true })),
  on(IdentityClaimed, (state, { joined }) =>
    joined ? { ...state, joined: state.joined + 1 } : { ...state, own: state.own + 1 },
  ),
  on(AccessGiven, (state, { access, joined }) => (joined ? withLater(state, [access]) : state)),
  on(CasesLinked, (state, { codes = [] }) =>
    withLater(
      state,
      codes.flatMap(({ access, bare, joined }) => (bare || joined ? [access] : [])),
    ),
  ),
  on(ReportWithdrawn, (state) => ({ ...state, ended: 'withdrawn' as const })),
  on(CaseClosed, (state) => ({ ...state, ended: 'closed' as const })),
  on(CaseReopened, (state) => ({ ...state, ended: undefined })),
])

const withLater = (state: Claiming, codes: readonly VaultRef[]): Claiming => ({
  ...state,
  later: new Set([...state.later, ...codes]),
})

/**
 * Takes who the reporter says they are, and asks the line's own operator whether that is so. `home`: who has said that the line is its
 * own; empty while nobody has, and then `put-claims` or `find-network` asks later.
 */
export const claimIdentity = defineCommand('claim-identity', {
  input: z.object({
    case: CaseId,
    claim: VaultRef,
    access: VaultRef.optional(),
    joined: z.boolean().default(false),
    home: z.array(Slug).max(5).readonly(),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'claims-tried': {
      status: 429,
      says: 'Your network was asked three times. Show who you are in its shop, or to the police.',
    },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft }) => theft,
  state: claiming,

  decide({ case: theft, claim, access, home, ...said }, { reported, ended, line, later, ...claims }, { now }) {
    if (!reported) return refuse('no-case')
    if (ended) return refuse('case-ended')
    // By whichever page the code came: it says itself how it was given.
    const joined = said.joined || (access !== undefined && later.has(access))
    if ((joined ? claims.joined : claims.own) >= mostClaims) return refuse('claims-tried')
    const asked = line ? [...home] : []
    const claimed = { case: theft, claim, ...(access && { access }), ...(joined && { joined }), asked }
    const owes = line ? asked.flatMap((network) => identityOwed(theft, line, network, [{ claim, at: now }])) : []
    return { events: [IdentityClaimed.of(claimed)], owes }
  },
})
