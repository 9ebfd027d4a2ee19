/** One thing that is held against a handset; `until` in ms since 1970 when it ends by itself. */
export type Hold = { readonly status: 'blocked' | 'tracked'; readonly until?: number }

/** The whole state of one key from now on: of those that have not ended the worst counts. None: it is not listed. */
export type Holds = readonly Hold[]

/** One change of the list. `seq` is the number of the sealed ledger entry that brought it about. */
export type Change = { readonly no: number; readonly key: string; readonly holds: Holds; readonly seq: number }

/** As they are hashed: `blocked@1790000000000,tracked`; empty for none. */
export const holdsText = (holds: Holds): string =>
  holds.map(({ status, until }) => (until === undefined ? status : `${status}@${until}`)).join(',')

/** Reads what `holdsText` wrote. */
export function parseHolds(text: string): Hold[] {
  if (text === '') return []
  return text.split(',').map((one) => {
    const [, status, until] = /^(blocked|tracked)(?:@(\d{1,15}))?$/.exec(one) ?? []
    if (!status) throw new Error('A hold reads blocked or tracked, and where it ends @ and the time in ms.')
    return { status: status as Hold['status'], ...(until !== undefined && { until: Number(until) }) }
  })
}

/** The line of a listed key that the sums of a TAC go over. */
export const listedLineOf = (key: string, holds: Holds): string => `${key} ${holdsText(holds)}\n`

/** The line of a change that the running hash goes over. */
export const lineOf = ({ no, key, holds, seq }: Change): string => `${no} ${key} ${holdsText(holds)} ${seq}\n`
