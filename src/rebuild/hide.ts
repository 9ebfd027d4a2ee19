/** Whether each count of some lists, and their common total, may be shown. */
export type Mask = { readonly total: boolean; readonly lists: boolean[][] }

const least = 5

/**
 * The rule of docs/guide/verify.md: hide counts of 1 to 4 and those in `also`; then, list by list, hide the smallest others
 * until the hidden ones of a list are at least two and make at least ten; when none is left, hide the total.
 */
export function hide(
  lists: readonly (readonly number[])[],
  also: (list: number, at: number) => boolean,
  alsoTotal: boolean,
): Mask {
  const isSmall = (count: number) => count >= 1 && count < least
  let total = !alsoTotal && !isSmall(sum(lists[0] ?? []))
  const masks: boolean[][] = []
  for (const [list, counts] of lists.entries()) {
    const mask = counts.map((count, at) => !(isSmall(count) || also(list, at)))
    const others = smallestFirst(counts, mask)
    while (total && mask.includes(false)) {
      const hidden = counts.filter((_, at) => mask[at] === false)
      if (hidden.length > 1 && sum(hidden) >= 2 * least) break
      const next = others.shift()
      if (next === undefined) total = false
      else mask[next] = false
    }
    masks.push(mask)
  }
  if (!total)
    for (const [list, mask] of masks.entries()) {
      const [next] = smallestFirst(lists[list] ?? [], mask)
      if (next !== undefined && !mask.includes(false)) mask[next] = false
    }
  return { total, lists: masks }
}

const sum = (counts: readonly number[]) => counts.reduce((one, other) => one + other, 0)

const smallestFirst = (counts: readonly number[], mask: readonly boolean[]) =>
  counts
    .map((count, at) => ({ count, at }))
    .filter(({ count, at }) => count > 0 && mask[at])
    .sort((a, b) => a.count - b.count || a.at - b.at)
    .map(({ at }) => at)
