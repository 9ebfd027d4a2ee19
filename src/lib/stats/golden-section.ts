const share = (Math.sqrt(5) - 1) / 2

/**
 * Where a score with one top is highest between two numbers, to within `within`, by golden section (Kiefer 1953). Where it is flat,
 * `flat` says to which end to go.
 */
export function highest(
  score: (at: number) => number,
  [from, to]: readonly [number, number],
  { within, flat }: { readonly within: number; readonly flat: 'low' | 'high' },
): number {
  let [low, high] = [from, to]
  let [left, right] = [high - share * (high - low), low + share * (high - low)]
  let [ofLeft, ofRight] = [score(left), score(right)]
  while (high - low > within) {
    if (ofLeft > ofRight || (ofLeft === ofRight && flat === 'low')) {
      ;[high, right, ofRight] = [right, left, ofLeft]
      left = high - share * (high - low)
      ofLeft = score(left)
    } else {
      ;[low, left, ofLeft] = [left, right, ofRight]
      right = low + share * (high - low)
      ofRight = score(right)
    }
  }
  return (low + high) / 2
}
