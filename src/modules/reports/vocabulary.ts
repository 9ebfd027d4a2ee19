/** How a theft was done: the taxonomy of A05. `lost`: nobody took it as far as its owner knows, so no crime is recorded. */
export const methods = ['snatch', 'pickpocket', 'table', 'robbery', 'distraction', 'lost', 'other'] as const
/** Those by which somebody took it. */
export const thefts = ['snatch', 'pickpocket', 'table', 'robbery', 'distraction', 'other'] as const

/** Ways in for a report. */
export const channels = [
  'web',
  'panic-card',
  'stop-word',
  'text',
  'voice',
  'trusted-person',
  'assisted', // an officer, a call handler or a shop types for the victim
  'force-system',
] as const

/** By what a report joined a case by itself. `not-kept`: it did before that was written down. */
export const joinReasons = [
  'number', // the number is in that case
  'handset', // the handset is, and nothing says that the number is another one
  'claims', // a number alone, for the third time within a day: the latest case of it
  'not-kept',
] as const

/** Why a report is taken back by its owner, or by who helps them. */
export const ownWithdrawals = ['found', 'not-me', 'bought-in-good-faith', 'mistake'] as const
/** And why only the police may: it was made up; or whoever watches the phone’s user is to be told nothing. */
export const withdrawals = [...ownWithdrawals, 'false-report', 'for-safety'] as const

/** Why a case is closed; each has its plain words on the case page. */
export const closures = ['returned', 'withdrawn', 'no-lead-left'] as const
/** And what else ends one: another case tells of the same theft, and goes on. */
export const ends = [...closures, 'duplicate'] as const

/** What a person found who closes a case without a lead; each has its plain words on the case page. */
export const becauses = [
  'nobody-found', // nobody could say who took it
  'no-proof', // somebody is suspected, and too little shows it
  'dealt-with', // who took it has been dealt with, and the phone was not found
  'other-force', // another force goes on with it
] as const

/** Why a closed case is opened again. */
export const reopenings = ['challenged', 'new-lead'] as const
/** And what else opens one: it was joined to another case, and is one of its own after all. */
export const openings = [...reopenings, 'apart'] as const

/** Why a person settled what spoke against a report. `none-given`: settled before a reason was asked for. */
export const settlements = [
  'identity-checked', // the reporter was identified
  'documents-seen', // a receipt, a box or a contract
  'both-asked', // both sides were heard
  'mistake', // nothing spoke against it after all
  'new-fact', // why a decision is reversed
  'line-confirmed', // no person: the number’s own network or a bank said whose it is
  'read-back', // no person: the number was taken down twice, and its network cannot say whose it is
  'none-given',
] as const
/** What the system itself settles by: no person chooses it. */
export const settledByItself: readonly (typeof settlements)[number][] = ['line-confirmed', 'read-back', 'none-given']

/** What shows whose a phone is. */
export const papers = ['receipt', 'box', 'contract'] as const

/** What a person found who looked at one. */
export const paperReasons = [
  'shows-phone-and-name',
  'wrong-phone', // another phone than the one that was reported
  'wrong-name', // another person than who reported
  'unreadable',
  'looks-false',
  'new-fact', // why a decision is reversed
] as const

/** What a buyer in good faith is answered. */
export const buyerOutcomes = [
  'freed', // the report has ended: no network refuses the phone because of it
  'stays', // it belongs to whoever reported it
  'returned', // its owner has it back
] as const
export type BuyerOutcome = (typeof buyerOutcomes)[number]

/** Why a person decided about an appeal. */
export const appealReasons = [
  'documents-seen', // a receipt, a box or a contract
  'phone-seen', // an officer or a shop has held the phone, and it is another one
  'network-says', // the operator knows the line in this phone from before the theft
  'nothing-shown', // nothing was shown that speaks for it
  'same-phone', // it is the stolen phone itself
  'new-fact', // why a decision is reversed
] as const
