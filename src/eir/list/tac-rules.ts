import type { Rule } from '#lib/feed/exceptions'
import type { KeyNumber, StatusCode } from '#lib/imei/plane/status'

/** Rules as a table: from each start on, up to the next, a status. Plain data: it can be posted to a thread. */
export type RuleTable = { readonly starts: Float64Array; readonly statuses: Uint8Array }

export const noRules: RuleTable = { starts: new Float64Array(0), statuses: new Uint8Array(0) }

const codes = { tracked: 2, blocked: 3 } as const

/** What holds at a moment. Of several rules that cover a key the worst counts. */
export function ruleTable(rules: Iterable<Rule>, at: number): RuleTable {
  const holding = [...rules].filter(({ until }) => until === undefined || at < until)
  const starts = [...new Set(holding.flatMap(({ from, to }) => [from, to + 1]))].sort((a, b) => a - b)
  const opening = Map.groupBy(holding, ({ from }) => from)
  const closing = Map.groupBy(holding, ({ to }) => to + 1)
  const open = [0, 0, 0, 0]
  const count = (some: readonly Rule[] = [], by: number) => {
    for (const { status } of some) open[codes[status]] = (open[codes[status]] ?? 0) + by
  }
  const statuses = starts.map((start) => {
    count(closing.get(start), -1)
    count(opening.get(start), 1)
    return open[3] ? 3 : open[2] ? 2 : 0
  })
  return { starts: Float64Array.from(starts), statuses: Uint8Array.from(statuses) }
}

/** The status that rules give a key; 0 where none covers it. */
export function statusIn({ starts, statuses }: RuleTable, key: KeyNumber): StatusCode {
  let [low, high] = [0, starts.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] as number) <= key) low = middle + 1
    else high = middle
  }
  return low === 0 ? 0 : (statuses[low - 1] as StatusCode)
}
