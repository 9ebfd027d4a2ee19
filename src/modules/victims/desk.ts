import { fold } from '#ledger'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { ofOwn } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { AnswerGiven } from './events/answer-given.ts'
import { CaseAssigned } from './events/case-assigned.ts'
import { ChallengeAnswered } from './events/challenge-answered.ts'
import { ClockMissed } from './events/clock-missed.ts'
import { ClockNear } from './events/clock-near.ts'
import { DecisionRecorded } from './events/decision-recorded.ts'
import { EndChallenged } from './events/end-challenged.ts'
import { FailureHandled } from './events/failure-handled.ts'
import { MessageDelivered } from './events/message-delivered.ts'
import { MessageFailed } from './events/message-failed.ts'
import { VictimWrote } from './events/victim-wrote.ts'
import type { Other } from './vocabulary.ts'

/** What the unit of a case owes its victim, as the case's stream tells it. */
export type Desk = {
  readonly reported: boolean
  /** When it ended and who ended it, while it has. */
  readonly end: { readonly at: string; readonly by: string } | undefined
  /** From here on the time runs in which its end may be challenged: from the end, or from the answer to a challenge. */
  readonly challengeFrom: string | undefined
  /** Who wrote and has no answer yet, by their codes, the oldest first. */
  readonly waiting: readonly { readonly access: VaultRef; readonly at: string; readonly version: number }[]
  /** Who challenged the end, until that is answered. */
  readonly challenge: { readonly access: VaultRef; readonly due: string } | undefined
  readonly decided: ReadonlySet<string>
  readonly officer: string | undefined
  readonly shownAs: VaultRef | undefined
  /** Messages of ours that did not arrive and that nobody has dealt with. */
  readonly failed: ReadonlyMap<string, Other | 'victim'>
  /** Clocks of which somebody was warned, and those that ran out. */
  readonly noted: ReadonlySet<string>
}

const nothing: Desk = {
  ...{ reported: false, end: undefined, challengeFrom: undefined, waiting: [], challenge: undefined },
  ...{ decided: new Set(), officer: undefined, shownAs: undefined, failed: new Map(), noted: new Set() },
}

const ended = (state: Desk, { at, actor }: { at: string; actor: string }): Desk => ({
  ...state,
  ...{ end: { at, by: actor }, challengeFrom: at, challenge: undefined },
})
const having = (all: ReadonlySet<string>, one: string) => new Set([...all, one])
const without = (all: Desk['failed'], one: string) => new Map([...all].filter(([other]) => other !== one))

/** Who wrote after what the answer had seen. An answer of before says nothing of that, and was to all. */
export const stillWaiting = (waiting: Desk['waiting'], upTo = Number.POSITIVE_INFINITY): Desk['waiting'] =>
  waiting.filter(({ version }) => version > upTo)

export const decisionKey = (decision: string, decidedAt: string) => `${decision} ${decidedAt}`
export const noteKey = (what: 'near' | 'missed', item: string, due: string) => `${what} ${item} ${due}`

const everything = fold<Desk>(nothing, (on) => [
  on(TheftReported, (state) => ({ ...state, reported: true })),
  on(ReportWithdrawn, (state, _, event) => ended(state, event)),
  on(CaseClosed, (state, _, event) => ended(state, event)),
  on(CaseReopened, (state) => ({ ...state, end: undefined, challengeFrom: undefined, challenge: undefined })),
  on(VictimWrote, (state, { access }, { at, version }) => ({
    ...state,
    waiting: [...state.waiting, { access, at, version }],
  })),
  on(AnswerGiven, (state, { upTo }) => ({ ...state, waiting: stillWaiting(state.waiting, upTo) })),
  on(EndChallenged, (state, { access, due }) => ({ ...state, challenge: { access, due } })),
  on(ChallengeAnswered, (state, _, { at }) => ({ ...state, challenge: undefined, challengeFrom: at })),
  on(DecisionRecorded, (state, { decision, decidedAt }) => ({
    ...state,
    decided: having(state.decided, decisionKey(decision, decidedAt)),
  })),
  on(CaseAssigned, (state, { officer, shownAs }) => ({ ...state, officer, shownAs })),
  on(MessageFailed, (state, { action, to }) => ({
    ...state,
    failed: new Map(state.failed).set(action, to ?? 'victim'),
  })),
  on(MessageDelivered, (state, { action }) => ({ ...state, failed: without(state.failed, action) })),
  on(FailureHandled, (state, { action }) => ({ ...state, failed: without(state.failed, action) })),
  on(ClockNear, (state, { item, due }) => ({ ...state, noted: having(state.noted, noteKey('near', item, due)) })),
  on(ClockMissed, (state, { item, due }) => ({ ...state, noted: having(state.noted, noteKey('missed', item, due)) })),
])

export const desk = ofOwn(everything)
