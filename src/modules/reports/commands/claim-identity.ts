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
import { ReportSplit } from '../events/report-split.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'
import { TheftReported } from '../events/theft-reported.ts'
import { identityOwed } from '../network-search.ts'
import { refusals } from '../refusals.ts'

/** A slip or two by one code: nobody's use up another's. Guessing by many codes is counted by sender and number (`takeClaimTry`). */
const mostByCode = 3
/** A flood of them must not make the case slow to read. */
const mostOfCase = 100

type Claiming = Pick<Case, 'line' | 'ended'> & {
  readonly reported: boolean
  readonly made: number
  /** How many were made by each code, the one with it that came just before. */
  readonly byCode: ReadonlyMap<VaultRef, number>
  /** Codes of those who reported what had a case already. */
  readonly later: ReadonlySet<VaultRef>
  /** Reports that have a case of their own by now. */
  readonly apart: readonly CaseId[]
}
const nothing: Claiming = {
  ...{ reported: false, line: undefined, ended: undefined, made: 0, byCode: new Map() },
  later: new Set(),
  apart: [],
}
const claiming = fold(nothing, (on) => [
  on(TheftReported, (state, { line }) => ({ ...state, line, reported: true })),
  on(IdentityClaimed, (state, { access }) => counted({ ...state, made: state.made + 1 }, access)),
  on(AccessGiven, (before, { access, joined, claim }) => {
    const state = claim ? counted(before, access) : before
    return joined ? withLater(state, [access]) : state
  }),
  on(CasesLinked, (state, { codes = [] }) =>
    withLater(
      state,
      codes.flatMap(({ access, bare, joined }) => (bare || joined ? [access] : [])),
    ),
  ),
  on(ReportSplit, (state, { report }) => ({ ...state, apart: [...state.apart, report] })),
  on(ReportWithdrawn, (state) => ({ ...state, ended: 'withdrawn' as const })),
  on(CaseClosed, (state) => ({ ...state, ended: 'closed' as const })),
  on(CaseReopened, (state) => ({ ...state, ended: undefined })),
])

const withLater = (state: Claiming, codes: readonly VaultRef[]): Claiming => ({
  ...state,
  later: new Set([...state.later, ...codes]),
})

const counted = (state: Claiming, access: VaultRef | undefined): Claiming =>
  access === undefined
    ? state
    : { ...state, byCode: new Map(state.byCode).set(access, (state.byCode.get(access) ?? 0) + 1) }

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
    report: CaseId.optional(),
    home: z.array(Slug).max(5).readonly(),
  }),
  refusals: {
    'no-case': refusals['no-case'],
    'case-ended': refusals['case-ended'],
    'asked-apart': refusals['asked-apart'],
    'claims-tried': {
      status: 429,
      says: 'Your network was asked as often as it may be today. Show who you are in its shop, or to the police.',
    },
  },
  stream: (input) => `case/${input.case}`,
  keyed: ({ case: theft }) => theft,
  state: claiming,

  decide({ case: theft, claim, access, home, ...said }, known, { now }) {
    const { reported, ended, line, later, apart, made, byCode } = known
    if (!reported) return refuse('no-case')
    if (ended) return refuse('case-ended')
    if (said.report && apart.includes(said.report)) return refuse('asked-apart')
    // By whichever page the code came: it says itself how it was given.
    const joined = said.joined || (access !== undefined && later.has(access))
    const mine = (access && byCode.get(access)) ?? 0
    if (mine >= mostByCode || made >= mostOfCase) return refuse('claims-tried')
    const asked = line ? [...home] : []
    const by = { ...(access && { access }), ...(joined && { joined }), ...(said.report && { report: said.report }) }
    const claimed = { case: theft, claim, ...by, asked }
    const owes = line ? asked.flatMap((network) => identityOwed(theft, line, network, [{ claim, at: now }])) : []
    return { events: [IdentityClaimed.of(claimed)], owes }
  },
})
