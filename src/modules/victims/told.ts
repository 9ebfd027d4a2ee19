import { fold, folds } from '#ledger'
import type { CaseId } from '#lib/ids'
import { levelOf } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { isGuarded, theftCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, speaksFor } from './accesses.ts'
import { ContactGiven } from './events/contact-given.ts'
import { LineRestored } from './events/line-restored.ts'
import { MessageOwed } from './events/message-owed.ts'
import { lastWords, stopsEnd, type Template } from './vocabulary.ts'

/** A contact that was given in the case itself. */
export type GivenContact = {
  readonly ref: VaultRef
  readonly confirmed: boolean
  /** The code of who gave it. */
  readonly access?: VaultRef | undefined
  /** The later case that it was given in, while that is joined to this one. */
  readonly of?: string
}

/** What a case's stream says about its victim: how they may be reached, what they were told, what was promised. */
export type Told = {
  readonly reportedAt: string | undefined
  readonly line: VaultRef | undefined
  /** Safe mode keeps others from the case: what a bare number asked for gives way to whoever shows more. */
  readonly guarded: boolean
  readonly ended: boolean
  /** It ended and lifted nothing: what is stopped stays so, or ends by itself. */
  readonly leftStopped: boolean
  /** The case that goes on for this one: whoever is told anything is told it there. */
  readonly joinedTo: CaseId | undefined
  /** Somebody has shown more than that they know the number. */
  readonly proved: boolean
  /** When what was shown lapses unless more is. */
  readonly lapses: string | undefined
  /** Its operator has replaced the SIM: the number is the victim's again. */
  readonly restored: boolean
  readonly contacts: readonly GivenContact[]
  /** Those that are not written to: whoever named them may be the one to fear, or knew the number alone. */
  readonly unsafe: readonly GivenContact[]
  /** When each update was last told, by template and what it is about. */
  readonly at: ReadonlyMap<string, string>
  /** By when the victim hears from us. */
  readonly promised: string | undefined
}

const nothing: Told = {
  ...{ reportedAt: undefined, line: undefined, guarded: false, ended: false, leftStopped: false, restored: false },
  ...{
    contacts: [],
    unsafe: [],
    at: new Map(),
    promised: undefined,
    proved: false,
    lapses: undefined,
    joinedTo: undefined,
  },
}

export const updateKey = (template: Template, about?: string) =>
  about === undefined ? template : `${template}/${about}`

/** Updates that another one takes back: when they are true again, they are told again. */
const takenBack: Partial<Record<Template, readonly string[]>> = {
  'not-yours': ['seized', 'in-store'],
  seized: ['not-yours'],
  closed: ['reopened'],
  reopened: ['closed'],
}

const parted = ({ contacts, unsafe }: Told, isSafe: (one: GivenContact) => boolean) => ({
  contacts: contacts.filter(isSafe),
  unsafe: [...unsafe, ...contacts.filter((one) => !isSafe(one))],
})

const happened = fold<Told>(nothing, (on) => [
  on(TheftReported, (state, { line, means, until }, { at }) => ({
    ...{ ...state, line, reportedAt: at },
    ...{ proved: levelOf(means) > 0, lapses: until },
  })),
  on(ProofShown, (state, { means, until }) => ({
    ...state,
    ...{ proved: state.proved || levelOf(means) > 0, lapses: until },
  })),
  // What staff wrote down before may come from whoever is to be feared.
  on(SafeModeSet, (state, { on: safeMode, bare }) => ({
    ...state,
    ...(safeMode && !bare && parted(state, ({ access }) => access !== undefined)),
  })),
  on(ContactGiven, (state, { contact, confirmed, access }) => ({
    ...state,
    contacts: [...state.contacts.filter(({ ref }) => ref !== contact), { ref: contact, confirmed, access }],
  })),
  on(CasesLinked, (state, { other, as, same, contacts = [] }) => {
    if (as === 'later') return { ...state, joinedTo: same ? other : undefined }
    const own = state.contacts.filter(({ of }) => of !== other)
    const taken = contacts.map(({ contact: ref, ...one }) => ({ ref, ...one, of: other }))
    return {
      ...state,
      contacts: same ? [...own, ...taken.filter(({ ref }) => !own.some((one) => one.ref === ref))] : own,
    }
  }),
  on(LineRestored, (state) => ({ ...state, restored: true })),
  on(MessageOwed, (state, { template, about, next }, { at }) => ({
    ...state,
    at: new Map([
      ...[...state.at].filter(([key]) => !takenBack[template]?.includes(key)),
      [updateKey(template, about), at],
    ]),
    promised: next,
  })),
  on(ReportWithdrawn, (state) => ({ ...state, ended: true })),
  on(CaseClosed, (state) => ({ ...state, ended: true })),
  on(CaseReopened, (state) => ({ ...state, ended: false })),
])

/** With a code end the contacts that its holder gave: nobody is written to who only knew the number, or who is to be feared. */
const reachable = folds(happened, accesses, (state, given) => ({
  ...state,
  ...parted(state, ({ access }) => access === undefined || speaksFor(given, access)),
}))

export const told = folds(reachable, theftCase, (state, theft) => ({
  ...{ ...state, guarded: isGuarded(theft) },
  leftStopped: theft.ended === 'closed' && theft.closedFor === 'no-lead-left',
}))

/** Whether this may still be told after the end. What is stopped may end by itself after a case that lifted nothing. */
export const tellsAfterEnd = (template: Template, { leftStopped }: Pick<Told, 'leftStopped'>): boolean =>
  lastWords.includes(template) || (leftStopped && stopsEnd.includes(template))

/** The claim of a bare number is over, and nobody has shown more: nothing is going on, and nothing more is promised. */
export const isOver = ({ proved, lapses }: Told, now: string): boolean =>
  !proved && lapses !== undefined && lapses <= now
