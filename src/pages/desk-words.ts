import type { JoinedReport } from '#modules/reports/public'
import type { Decision, DeskRow, DeviationReason, Handling } from '#modules/victims/public'

/** What waits, as those who handle cases call it. */
export const sortNames: Readonly<Record<DeskRow['sort'], string>> = {
  update: 'Next update to the victim',
  claim: 'A claim without proof ends',
  doubt: 'A doubt about the report',
  appeal: 'Somebody’s phone is refused',
  message: 'The victim wrote to you',
  challenge: 'The victim challenges the end',
  decision: 'A decision the victim must be told',
  failure: 'A message did not arrive',
  network: 'No network has this number: ask the victim which one they pay',
}

/** Why a report joined a case by itself, as the case says it: "It joined because …". */
export const joinedBecause: Readonly<Record<JoinedReport['why'], string>> = {
  number: 'it told the number that this case has',
  handset: 'it told the handset (IMEI) that this case has',
  claims: 'the number was told for the third time that day, and nothing more was shown',
  'not-kept': 'it told the same phone',
}

/** Where somebody does what a row asks for. */
export function doneAt({ sort, item, case_id }: Pick<DeskRow, 'sort' | 'item' | 'case_id'>): string {
  if (case_id === null) return `/staff/list-appeals/${item.slice('appeal/'.length)}`
  const theft = `/staff/case/${case_id}`
  if (sort === 'doubt') return `/staff/conflicts/${item.slice('doubt/'.length)}`
  if (sort === 'appeal') return `/staff/appeals/${item.slice('appeal/'.length)}`
  if (sort === 'message' || sort === 'network') return `${theft}/answer`
  if (sort === 'challenge') return `${theft}/challenge`
  return sort === 'failure' ? `${theft}/message/${item.slice('failure/'.length)}` : theft
}

/** What somebody did about a message that did not arrive, as they say it. */
export const handlingSays: Readonly<Record<Handling, string>> = {
  reached: 'I reached them another way',
  'new-contact': 'They gave a new address, and it is on the case',
  'nobody-reached': 'I tried, and could not reach them: their case page says it all',
}

/** Why something was late, as whoever answers for it says. */
export const deviationNames: Readonly<Record<DeviationReason, string>> = {
  'too-many-cases': 'We had too many cases',
  'waited-for-others': 'Somebody else had to answer first',
  'victim-not-reached': 'We could not reach the victim',
  'system-down': 'A system was down',
  'clock-does-not-fit': 'The time does not fit this case',
  overlooked: 'We overlooked it',
}

/** What police decide that a victim is told, as staff choose it. */
export const decisionNames: Readonly<Record<Decision, string>> = {
  'not-investigated': 'Not to investigate further',
  arrested: 'Somebody was arrested',
  interviewed: 'Somebody was interviewed',
  released: 'Somebody was released',
  'bail-changed': 'Bail was changed',
  charged: 'Somebody was charged',
}
