// Maps on which nothing is hot: every cell a Poisson count of the same mean. One NDJSON line a kind of map: how many maps had
// any cell flagged at q = 0.05, by each way to a p-value.
import { type GiStarOptions, giStar } from '#lib/stats/gistar'
import { distanceBand, queen } from '#lib/stats/neighbours'
import { poisson, seeded } from '#lib/stats/random'

type Input = { maps: number; seed: number; rows: number; means: readonly number[] }

const { maps, seed, rows, means } = JSON.parse(process.argv[2] ?? '{}') as Input
const ways: Readonly<Record<string, GiStarOptions>> = {
  exact: {},
  'exact, only more': { alternative: 'greater' },
  normal: { tail: 'normal' },
}

const nears = { queen, '500 m': distanceBand(500, 100) }

for (const [kind, near] of Object.entries(nears))
  for (const mean of means) {
    const random = seeded(seed)
    const flagged = Object.fromEntries(Object.keys(ways).map((way) => [way, 0]))
    for (let map = 0; map < maps; map++) {
      const counts = Float64Array.from({ length: rows * rows }, () => poisson(mean, random))
      for (const [way, options] of Object.entries(ways)) {
        const { q, tail } = giStar({ rows, cols: rows, near, counts }, options)
        if (way.startsWith('exact') && tail !== 'exact') throw new Error('p was not counted out')
        if (q.some((one) => one <= 0.05)) flagged[way] = (flagged[way] ?? 0) + 1
      }
    }
    console.log(JSON.stringify({ near: kind, mean, maps, flagged }))
  }
