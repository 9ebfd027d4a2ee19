import assert from 'node:assert/strict'

/**
 * How often two samples that are alike would differ as much as these do, by ranks: chance alone shuffles the labels
 * `rounds` times. Below a thousandth somebody could learn from the times; slow answers count by their place, not their size.
 */
export function permutationTest(a: readonly number[], b: readonly number[], rounds = 2000): number {
  const sorted = [...a.map((ms) => ({ ms, of: 0 })), ...b.map((ms) => ({ ms, of: 1 }))].sort((x, y) => x.ms - y.ms)
  const labels = sorted.map(({ of }) => of)
  const middle = (a.length * (sorted.length - 1)) / 2
  const distance = () => Math.abs(labels.reduce((sum, of, rank) => (of === 0 ? sum + rank : sum), 0) - middle)
  const seen = distance()
  let asFar = 0
  for (let round = 0; round < rounds; round++) {
    for (let at = labels.length - 1; at > 0; at--) {
      const other = Math.floor(Math.random() * (at + 1))
      const [one, two] = [labels[at], labels[other]]
      assert.ok(one !== undefined && two !== undefined)
      labels[at] = two
      labels[other] = one
    }
    if (distance() >= seen) asFar += 1
  }
  return (asFar + 1) / (rounds + 1)
}
