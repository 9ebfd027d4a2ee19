/** Counts that add up to a total: months to a year, networks to all networks. */
export type List = { readonly counts: readonly number[] }

/** What may be seen of lists that share one total. `total` false: the total is hidden too. */
export type Shown = { readonly total: boolean; readonly lists: readonly (readonly boolean[])[] }

/**
 * Disclosure control for counts that add up to one total in several ways. A count from 1 to `least - 1` is hidden, a true
 * zero is shown. No hidden count can be had by subtraction: in each list the hidden ones are none, or at least two that
 * together make `2 * least`; to reach that, the smallest shown ones are hidden too, and at last the total itself.
 * `small` and `smallTotal` say what must be hidden for another reason.
 */
export function suppress(
  lists: readonly List[],
  least: number,
  small: (list: number, at: number) => boolean = () => false,
  smallTotal = false,
): Shown {
  const total = lists[0]?.counts.reduce((sum, one) => sum + one, 0) ?? 0
  const tooFew = (count: number) => count > 0 && count < least
  const shown = lists.map(({ counts }, list) => counts.map((one, at) => !tooFew(one) && !small(list, at)))
  let totalShown = !tooFew(total) && !smallTotal
  for (const [list, { counts }] of lists.entries()) {
    const row = shown[list] ?? []
    while (totalShown && !isSafe(counts, row, least)) if (!hideSmallest(counts, row)) totalShown = false
  }
  // A hidden total must not come back as the sum of a list that is shown whole.
  if (!totalShown)
    for (const [list, { counts }] of lists.entries()) {
      const row = shown[list] ?? []
      if (row.every(Boolean)) hideSmallest(counts, row)
    }
  return { total: totalShown, lists: shown }
}

function isSafe(counts: readonly number[], shown: readonly boolean[], least: number): boolean {
  const hidden = counts.filter((_, at) => !shown[at])
  return hidden.length === 0 || (hidden.length >= 2 && hidden.reduce((sum, one) => sum + one, 0) >= 2 * least)
}

/** Hides the smallest count that is shown and not zero; the first of equals. False when there is none. */
function hideSmallest(counts: readonly number[], shown: boolean[]): boolean {
  let at = -1
  for (const [index, count] of counts.entries())
    if (shown[index] && count > 0 && (at < 0 || count < (counts[at] ?? 0))) at = index
  if (at >= 0) shown[at] = false
  return at >= 0
}
