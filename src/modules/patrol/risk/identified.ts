import { fold } from '#ledger'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { DecisionRecorded } from '#modules/victims/events/decision-recorded'

type Decision = (typeof DecisionRecorded.sample)['decision']
type Because = (typeof CaseClosed.sample)['because']

/** Decisions that are about a person: police know of somebody for this theft. Whether it was them a court says, and we do not hear it. */
const ofSomebody: readonly Decision[] = ['arrested', 'interviewed', 'charged']
/** And closings: somebody is suspected and too little shows it, or has been dealt with. */
const closedOnSomebody: readonly Because[] = ['no-proof', 'dealt-with']

export const tellsWho = (decision: Decision): boolean => ofSomebody.includes(decision)
export const closesOnSomebody = (because: Because): boolean => closedOnSomebody.includes(because)

/**
 * Whether police knew of somebody for a theft, as far as its case tells. Not that a phone was found on somebody: who has a stolen phone
 * may have bought it. What was said once stays: that somebody was let go says nothing of whether it was them.
 */
export const isIdentified = fold<boolean>(false, (on) => [
  on(DecisionRecorded, (known, { decision }) => known || tellsWho(decision)),
  on(CaseClosed, (known, { because }) => known || closesOnSomebody(because)),
])
