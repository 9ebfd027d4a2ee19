import { fold } from '#ledger'
import type { Heard } from '#lib/heard'
import type { CaseId } from '#lib/ids'
import { type Conflict, levelOf, type Means, raised, type Standing } from '#lib/proof'
import type { VaultRef } from '#platform/vault-ref'
import { AccountsNamed } from './events/accounts-named.ts'
import { BanksNamed } from './events/banks-named.ts'
import { CaseClosed } from './events/case-closed.ts'
import { CaseReopened } from './events/case-reopened.ts'
import { CasesLinked } from './events/cases-linked.ts'
import { ConflictFound } from './events/conflict-found.ts'
import { ConflictSettled } from './events/conflict-settled.ts'
import { IdentityClaimed } from './events/identity-claimed.ts'
import { ProofShown } from './events/proof-shown.ts'
import { ReportJoined } from './events/report-joined.ts'
import { ReportWithdrawn } from './events/report-withdrawn.ts'
import { SafeModeSet } from './events/safe-mode-set.ts'
import { TheftReported } from './events/theft-reported.ts'
import { TheftTold } from './events/theft-told.ts'
import { WipeAsked } from './events/wipe-asked.ts'
import { WipeStopped } from './events/wipe-stopped.ts'
import { ofOwn } from './joined-reports.ts'
import { type ends, thefts } from './vocabulary.ts'

/** Mail providers, crypto exchanges and issuers of a digital identity, each by its slug. */
export type Accounts = Record<'mail' | 'exchanges' | 'identities', readonly string[]>

/** A case as its stream tells it. `standing` is undefined until a theft is reported. */
export type Case = {
  readonly standing: Standing | undefined
  /** Everything by which it was ever reported or proved. */
  readonly shown: readonly Means[]
  readonly line: VaultRef | undefined
  readonly handset: string | undefined
  readonly imeis: readonly string[]
  readonly banks: readonly string[]
  /** What else the victim named as theirs. */
  readonly accounts: Accounts
  /** What speaks against the report and no person has settled yet, or has settled against it. */
  readonly conflicts: readonly Conflict[]
  /** What a person has looked at and found to be nothing: it is not raised again. */
  readonly settled: readonly Conflict[]
  readonly mayLocate: boolean
  readonly mayWipe: boolean
  readonly safeMode: boolean
  /** All that asked for safe mode is a bare number: it gives way to whoever shows more (`isGuarded`). */
  readonly safeBare: boolean
  /** Who the first reporter says they are; not those who came later with the same number. */
  readonly ownClaims: readonly VaultRef[]
  /** Nobody took it, as far as its owner knows. */
  readonly lost: boolean
  /** A lost phone was reported again, as taken: how, and who those say they are who did. */
  readonly saidTaken: { readonly method: (typeof thefts)[number]; readonly claims: readonly VaultRef[] } | undefined
  /** The force that handles it. */
  readonly force: string | undefined
  readonly reportedAt: string | undefined
  /** When the owner proved, before the theft, that the line is theirs: an operator that gave it to somebody since says so. */
  readonly lineProvedAt: string | undefined
  /** When the line's own network heard its SIM in the handset that is stopped. */
  readonly heard: Heard | undefined
  readonly ended: 'withdrawn' | 'closed' | undefined
  /** Why it was closed: a phone without a lead may turn up after all. */
  readonly closedFor: (typeof ends)[number] | undefined
  /** The case that this one was found to be a second report of. */
  readonly joinedTo: CaseId | undefined
  /** Later cases that were found to be reports of this theft. */
  readonly twins: readonly CaseId[]
}

/** A case that was reported: it has a standing. */
export type OpenCaseState = Case & { readonly standing: Standing }

const unknown: Case = {
  ...{ standing: undefined, line: undefined, handset: undefined, imeis: [], banks: [], conflicts: [], settled: [] },
  accounts: { mail: [], exchanges: [], identities: [] },
  ...{ mayLocate: false, mayWipe: false, safeMode: false, force: undefined, reportedAt: undefined, ended: undefined },
  ...{ closedFor: undefined, lost: false, saidTaken: undefined, joinedTo: undefined, twins: [] },
  ...{ lineProvedAt: undefined, shown: [], heard: undefined, safeBare: false, ownClaims: [] },
}

const everything = fold<Case>(unknown, (on) => [
  on(TheftReported, (state, { means, until, line, handset, imeis, safeMode, mayLocate, ...told }, { at }) => ({
    ...{ ...state, line, handset, imeis, safeMode, mayLocate, force: told.force, reportedAt: at },
    ...{ lost: told.method === 'lost', lineProvedAt: told.lineProvedAt, shown: [means] },
    safeBare: safeMode && levelOf(means) === 0,
    standing: { ...raised(undefined, means, at), until },
  })),
  on(ReportJoined, (state, { method: said }) => {
    const method = state.lost ? thefts.find((one) => one === said) : undefined
    return method ? { ...state, saidTaken: { method, claims: [] } } : state
  }),
  on(IdentityClaimed, (state, { claim, joined }) => {
    if (!joined) return { ...state, ownClaims: [...state.ownClaims, claim] }
    const { saidTaken } = state
    return saidTaken ? { ...state, saidTaken: { ...saidTaken, claims: [...saidTaken.claims, claim] } } : state
  }),
  on(TheftTold, (state) => ({ ...state, lost: false, saidTaken: undefined })),
  on(ProofShown, (state, { means, until, handset = state.handset, imeis, lineProvedAt, heard, ...proof }, { at }) => ({
    ...{ ...state, handset, imeis: imeis.length > 0 ? imeis : state.imeis },
    safeBare: state.safeBare && !(levelOf(means) > 0 && isFirstReporter(state, proof)),
    ...{ lineProvedAt: state.lineProvedAt ?? lineProvedAt, shown: [...new Set([...state.shown, means])] },
    ...{ standing: { ...raised(state.standing, means, at), until }, heard: heard ?? state.heard },
  })),
  on(BanksNamed, (state, { banks }) => ({ ...state, banks: both(state.banks, banks) })),
  on(AccountsNamed, (state, { case: _, ...named }) => ({ ...state, accounts: joined(state.accounts, named) })),
  on(WipeAsked, (state) => ({ ...state, mayWipe: true })),
  on(WipeStopped, (state) => ({ ...state, mayWipe: false })),
  on(SafeModeSet, (state, { on: safeMode, bare = false }) => ({ ...state, safeMode, safeBare: safeMode && bare })),
  on(ConflictFound, (state, { conflict }) => ({
    ...state,
    conflicts: [...new Set([...state.conflicts, conflict])],
    settled: without(state.settled, conflict),
  })),
  on(ConflictSettled, (state, { conflict, stands }) => ({
    ...state,
    // A decision that is reversed is open again.
    conflicts: without(state.conflicts, conflict).concat(stands ? [] : conflict),
    settled: without(state.settled, conflict).concat(stands ? conflict : []),
  })),
  on(ReportWithdrawn, (state) => ({ ...state, ended: 'withdrawn' as const })),
  on(CaseClosed, (state, { reason }) => ({ ...state, ended: 'closed' as const, closedFor: reason })),
  on(CasesLinked, (state, { as, other, same }) =>
    as === 'later'
      ? { ...state, joinedTo: same ? other : undefined }
      : { ...state, twins: [...state.twins.filter((one) => one !== other), ...(same ? [other] : [])] },
  ),
  on(CaseReopened, (state) => ({ ...state, ended: undefined, closedFor: undefined })),
])

export const theftCase = ofOwn(everything)

/** Whether what is shown now comes from whoever reported first: by their code, or because they are who they said they are. */
export const isFirstReporter = (
  { ownClaims }: Pick<Case, 'ownClaims'>,
  { access, claim }: { readonly access?: VaultRef | undefined; readonly claim?: VaultRef | undefined },
): boolean => access !== undefined || (claim !== undefined && ownClaims.includes(claim))

/**
 * Whether safe mode keeps others from the case. Anybody can say a number and that they are afraid: that much holds until somebody
 * shows more, and takes nothing from them. What came with the tick itself no screen of staff shows in either (`shownToStaff`).
 */
export const isGuarded = ({
  safeMode,
  safeBare,
  standing,
}: Pick<Case, 'safeMode' | 'safeBare' | 'standing'>): boolean => safeMode && (!safeBare || (standing?.level ?? 0) === 0)

/**
 * Whether every screen of staff hides who reported: their place, their contacts and their words. `/staff/safeguarding` alone reads them.
 * Possible abuse hides them too, until a trained person has settled it.
 */
export const hidesReporter = (known: Pick<Case, 'safeMode' | 'safeBare' | 'standing' | 'conflicts'>): boolean =>
  isGuarded(known) || known.conflicts.includes('domestic-abuse')

const joined = (known: Accounts, more: Accounts): Accounts => ({
  mail: both(known.mail, more.mail),
  exchanges: both(known.exchanges, more.exchanges),
  identities: both(known.identities, more.identities),
})
export const both = (some: readonly string[], more: readonly string[]): string[] => [...new Set([...some, ...more])]

const without = (all: readonly Conflict[], one: Conflict): Conflict[] => all.filter((other) => other !== one)
