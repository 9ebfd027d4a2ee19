// Maps on which nothing is hot: every cell a Poisson count of the same mean. One NDJSON line a kind of map: how many maps had
// any cell flagged at q = 0.05, by each way to a p-value.
import { type GiStarOptions, giStar } from '#lib/stats/gistar'
import { localMoran } from '#lib/stats/local-moran'
import { distanceBand, type Neighbourhood, queen } from '#lib/stats/neighbours'
import { poisson, type Random, seeded } from '#lib/stats/random'

type Input = { maps: number; seed: number; rows: number; means: Readonly<Record<string, readonly number[]>> }
type Kind = { readonly near: Neighbourhood; readonly count: (mean: number, random: Random) => number }

const { maps, seed, rows, means } = JSON.parse(process.argv[2] ?? '{}') as Input

const ways: Readonly<Record<string, GiStarOptions>> = {
  'counted out': {},
  'counted out, only more': { alternative: 'greater' },
  normal: { tail: 'normal' },
}

/** Each event has faded by a time of its own, as in a decayed count. */
function decayed(mean: number, random: Random): number {
  let sum = 0
  for (let left = poisson(mean, random); left > 0; left--) sum += 2 ** (-3 * random.next())
  return sum
}

const kinds: Readonly<Record<string, Kind>> = {
  queen: { near: queen, count: poisson },
  '500 m': { near: distanceBand(500, 100), count: poisson },
  'queen, decayed': { near: queen, count: decayed },
}

for (const [kind, { near, count }] of Object.entries(kinds))
  for (const mean of means[kind] ?? []) {
    const random = seeded(seed)
    const flagged: Record<string, number> = {}
    const note = (way: string, q: Float64Array) => {
      flagged[way] = (flagged[way] ?? 0) + Number(q.some((one) => one <= 0.05))
    }
    for (let map = 0; map < maps; map++) {
      const counts = Float64Array.from({ length: rows * rows }, () => count(mean, random))
      for (const [way, options] of Object.entries(ways)) {
        const { q, tail } = giStar({ rows, cols: rows, near, counts }, options)
        if ((way === 'normal') !== (tail === 'normal')) throw new Error(`p is ${tail}, not ${way}`)
        note(way, q)
      }
      if (kind !== 'queen' || mean > 1) continue
      const grid = { rows, cols: rows, near, counts }
      note('counted out, of local Moran', localMoran(grid).q)
      note('normal, of local Moran', localMoran(grid, { tail: 'normal' }).q)
    }
    console.log(JSON.stringify({ kind, mean, maps, flagged }))
  }
