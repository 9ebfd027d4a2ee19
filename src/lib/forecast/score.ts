/** How well a list of places did: the share of events in its first places. Ties share what is left of the list between them. */
export type Ranking = {
  /** Events within the first `places` of the list. */
  readonly hits: (places: number) => number
}

/** Ranks places by score, highest first. */
export function rankingOf(scores: ArrayLike<number>, counts: ArrayLike<number>): Ranking {
  const order = Int32Array.from(scores, (_, at) => at).sort((a, b) => (scores[b] as number) - (scores[a] as number))
  // For each place in the list: events before its group of equals, where the group begins, its size and its events.
  const groups: { from: number; size: number; before: number; events: number }[] = []
  let sum = 0
  for (let from = 0; from < order.length; ) {
    let [to, events] = [from, 0]
    const score = scores[order[from] as number]
    while (to < order.length && scores[order[to] as number] === score) events += counts[order[to++] as number] as number
    groups.push({ from, size: to - from, before: sum, events })
    sum += events
    from = to
  }
  return {
    hits: (places) => {
      let [low, high] = [0, groups.length - 1]
      while (low < high) {
        const middle = (low + high + 1) >> 1
        if ((groups[middle]?.from ?? 0) <= places) low = middle
        else high = middle - 1
      }
      const group = groups[low]
      return group ? group.before + (group.events * Math.min(places - group.from, group.size)) / group.size : 0
    },
  }
}

/** How many places a share of the area is: at least one. */
export const placesIn = (share: number, places: number): number => Math.max(1, Math.round(share * places))

/** Hit rate at each share of the area. NaN in a period without events. */
export function hitRates(scores: ArrayLike<number>, counts: ArrayLike<number>, shares: readonly number[]): number[] {
  const { hits } = rankingOf(scores, counts)
  let events = 0
  for (let at = 0; at < counts.length; at++) events += counts[at] as number
  return shares.map((share) => hits(placesIn(share, scores.length)) / events)
}
