import { fold, folds, type StoredEvent } from '#ledger'
import type { CaseId } from '#lib/ids'
import { levelOf } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { ConflictFound } from '#modules/reports/events/conflict-found'
import { ConflictSettled } from '#modules/reports/events/conflict-settled'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'
import { isGuarded, ofOwn, theftCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { type Accesses, accesses, isNarrow, speaksFor } from './accesses.ts'
import { ContactEnded } from './events/contact-ended.ts'
import { ContactGiven } from './events/contact-given.ts'
import { LineRestored } from './events/line-restored.ts'
import { MessageOwed } from './events/message-owed.ts'
import { endWords, lastWords, stopsEnd, type Template } from './vocabulary.ts'

/** A contact that was given in the case itself. */
export type GivenContact = {
  readonly ref: VaultRef
  readonly confirmed: boolean
  /** It is a browser that takes notices: nobody can say on which device that is, so it ends sooner than any other. */
  readonly push: boolean
  /** The code of who gave it. */
  readonly access?: VaultRef | undefined
  /** The later case that it was given in, while that is joined to this one. */
  readonly of?: string
}

/** What a case's stream says about its victim: how they may be reached, what they were told, what was promised. */
export type Told = {
  readonly reportedAt: string | undefined
  readonly line: VaultRef | undefined
  /** Somebody asked for safe mode, be it with a bare number: browsers of before hear nothing. */
  readonly askedSafe: boolean
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
  /** What speaks against whoever reported, while nobody has settled it. */
  readonly doubts: readonly string[]
  /** When each update was last told, by template and what it is about. */
  readonly at: ReadonlyMap<string, string>
  /** Messages that did not arrive, and for which a letter went. */
  readonly posted: readonly VaultRef[]
  /** By when the victim hears from us. */
  readonly promised: string | undefined
}

const nothing: Told = {
  ...{ reportedAt: undefined, line: undefined, askedSafe: false, guarded: false, ended: false, leftStopped: false },
  ...{ contacts: [], unsafe: [], at: new Map(), promised: undefined, proved: false, lapses: undefined },
  ...{ restored: false, joinedTo: undefined, doubts: [], posted: [] },
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

/** They speak of numbers, and against nobody. */
const aboutNumbers: readonly string[] = ['suspected-clone', 'number-unconfirmed']

/** All but browsers. */
const lasting = (contacts: Told['contacts']) => contacts.filter(({ push }) => !push)
/** Possible abuse speaks against nobody's report. It ends browsers as safe mode does, and the victim may ask again on a screen of their own. */
function doubted(state: Told, conflict: string): Told {
  if (conflict === 'domestic-abuse') return state.askedSafe ? state : { ...state, contacts: lasting(state.contacts) }
  return { ...state, doubts: [...state.doubts, conflict], contacts: lasting(state.contacts) }
}
/** `silent`: nobody is told that it has ended, so a browser hears nothing either. */
const ended = (state: Told, silent: boolean): Told => ({
  ...state,
  ...{ ended: true, contacts: silent ? lasting(state.contacts) : state.contacts },
})

const parted = ({ contacts, unsafe }: Told, isSafe: (one: GivenContact) => boolean) => ({
  contacts: contacts.filter(isSafe),
  unsafe: [...unsafe, ...lasting(contacts.filter((one) => !isSafe(one)))],
})

const everything = fold<Told>(nothing, (on) => [
  on(TheftReported, (state, { line, safeMode, means, until }, { at }) => ({
    ...{ ...state, line, askedSafe: safeMode, reportedAt: at },
    ...{ proved: levelOf(means) > 0, lapses: until },
  })),
  on(ProofShown, (state, { means, until }) => ({
    ...state,
    ...{ proved: state.proved || levelOf(means) > 0, lapses: until },
  })),
  // What staff wrote down before may come from whoever is to be feared.
  on(SafeModeSet, (state, { on: askedSafe, bare }) => {
    if (!askedSafe || bare) return { ...state, askedSafe }
    const { contacts, unsafe } = parted(state, ({ access }) => access !== undefined)
    return { ...state, askedSafe, unsafe, contacts: lasting(contacts) }
  }),
  on(ContactGiven, (state, { contact, confirmed, access, by }) => ({
    ...state,
    contacts: [
      ...state.contacts.filter(({ ref }) => ref !== contact),
      { ref: contact, confirmed, access, push: by === 'push' },
    ],
  })),
  on(ContactEnded, (state, { contact }) => ({
    ...state,
    contacts: state.contacts.filter(({ ref }) => ref !== contact),
    unsafe: state.unsafe.filter(({ ref }) => ref !== contact),
  })),
  // Somebody says that they are the owner, or that the number is not theirs: until that is settled no browser is told.
  on(ConflictFound, (state, { conflict }) => (aboutNumbers.includes(conflict) ? state : doubted(state, conflict))),
  on(ConflictSettled, (state, { conflict, stands }) => {
    const others = { ...state, doubts: state.doubts.filter((one) => one !== conflict) }
    return stands || aboutNumbers.includes(conflict) ? others : doubted(others, conflict)
  }),
  // It was lost and is now in a thief's hand: what took notices before may be its own browser.
  on(TheftTold, (state) => ({ ...state, contacts: lasting(state.contacts) })),
  on(CasesLinked, (state, { other, as, same, contacts = [] }) => {
    if (as === 'later')
      return { ...state, joinedTo: same ? other : undefined, contacts: same ? state.contacts : lasting(state.contacts) }
    const own = state.contacts.filter(({ of }) => of !== other)
    const taken = contacts.map(({ contact: ref, push = false, ...one }) => ({ ref, push, ...one, of: other }))
    return {
      ...state,
      contacts: same ? [...own, ...taken.filter(({ ref }) => !own.some((one) => one.ref === ref))] : lasting(own),
    }
  }),
  on(LineRestored, (state) => ({ ...state, restored: true })),
  on(MessageOwed, (state, { template, about, next, instead }, { at }) => ({
    ...state,
    posted: instead ? [...state.posted, instead] : state.posted,
    at: new Map([
      ...[...state.at].filter(([key]) => !takenBack[template]?.includes(key)),
      [updateKey(template, about), at],
    ]),
    promised: next,
    // It hears that the case has ended, and nothing after that.
    contacts: state.ended && endWords.includes(template) ? lasting(state.contacts) : state.contacts,
  })),
  on(ReportWithdrawn, (state, { why }) => ended(state, why === 'for-safety')),
  on(CaseClosed, (state, { reason }) => ended(state, reason === 'duplicate')),
  on(CaseReopened, (state) => ({ ...state, ended: false })),
])

const happened = ofOwn(everything)

/** With a code end the contacts that its holder gave: nobody is written to who only knew the number, or who is to be feared. */
const reachable = folds(happened, accesses, (state, given) => ({
  ...state,
  ...parted(state, ({ access }) => access === undefined || speaksFor(given, access)),
}))

/** A code that shows only that there is a report may show more later; one that has ended, or is feared, speaks no more. */
const mayStillSpeak = (given: Accesses, ref: VaultRef) => speaksFor(given, ref) || isNarrow(given, ref)

/** Browsers that took notices of a case once and never will again: what the vault holds of them can go. */
export function goneBrowsers(events: readonly StoredEvent[]): VaultRef[] {
  const [{ contacts }, given] = [happened.run(events), accesses.run(events)]
  const standing = new Set(
    contacts.filter(({ access }) => access === undefined || mayStillSpeak(given, access)).map(({ ref }) => ref),
  )
  return events
    .flatMap((event) => (event.type === ContactGiven.type ? ContactGiven.decode(event) : []))
    .flatMap(({ by, contact }) => (by === 'push' && !standing.has(contact) ? contact : []))
}

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
