import type { Decision, DeskRow } from '#modules/victims/public'

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
}

/** Where somebody does what a row asks for. */
export function doneAt({ sort, item, case_id }: Pick<DeskRow, 'sort' | 'item' | 'case_id'>): string {
  if (case_id === null) return `/staff/list-appeals/${item.slice('appeal/'.length)}`
  const theft = `/staff/case/${case_id}`
  if (sort === 'doubt') return `/staff/conflicts/${item.slice('doubt/'.length)}`
  if (sort === 'appeal') return `/staff/appeals/${item.slice('appeal/'.length)}`
  if (sort === 'message') return `${theft}/answer`
  if (sort === 'challenge') return `${theft}/challenge`
  return sort === 'failure' ? `${theft}/message/${item.slice('failure/'.length)}` : theft
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
