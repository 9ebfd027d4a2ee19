import { join } from 'node:path'
import { seeded } from '#lib/stats/random'
import { poissonNull } from '#lib/stats/scan-null'
import { atLeast, atMost, defineBench, type Figure, recorded } from './frame.ts'
import { pointsIn, squares } from './patrol/made-up.ts'
import { falseAlarms, nullP, riseFound, uniformP, type World } from './patrol/null-looks.ts'
import { clusteringPeers } from './patrol/peers.ts'
import { measured } from './patrol/whole-process.ts'

async function dbscan(folder: string): Promise<Figure[]> {
  const points = pointsIn({ clusters: 150, spread: 80, metres: 50_000 }, 200_000, seeded(1))
  const { cpu, megabytes, answer } = await measured<{ labels: number[] }>(
    'dbscan',
    { points, eps: 100, min: 20 },
    folder,
    5,
  )
  const clusters = answer.labels.reduce((most, label) => Math.max(most, label + 1), 0)
  const noise = answer.labels.filter((label) => label === -1).length
  const peers = clusteringPeers(join(folder, 'dbscan.json'))
  return [
    atMost('dbscan, 200,000 points, 100 m, 20: whole process', cpu, 'CPU s', 2.1),
    atMost('the same, memory', megabytes, 'MB', 200),
    recorded('the same, clusters', clusters, 'clusters'),
    recorded('the same, noise', noise, 'points'),
    ...peers.map((peer) => recorded(`the same by ${peer.name}`, peer.cpu, 'CPU s')),
    ...peers.map((peer) =>
      atMost(
        `its clusters and noise that differ (${peer.name})`,
        Math.abs(peer.clusters - clusters) + Math.abs(peer.noise - noise),
        '',
        0,
      ),
    ),
  ]
}

async function knox(folder: string, count: number, most: number): Promise<Figure[]> {
  const random = seeded(2)
  const points = pointsIn({ clusters: 40, spread: 150, metres: 40_000 }, count, random)
  const events = points.map(([x, y]) => [x, y, random.below(365)])
  const question = { events, space: [0, 50, 100, 200, 300, 400], time: [0, 7, 14, 21, 28], permutations: 999, seed: 3 }
  const { seconds, megabytes, answer } = await measured<{ observed: number[][] }>('knox', question, folder)
  const near = answer.observed.flat().reduce((sum, pairs) => sum + pairs, 0)
  return [
    atMost(`knox, ${count.toLocaleString('en-GB')} events, 999 permutations: whole process`, seconds, 's', most),
    atMost('the same, memory', megabytes, 'MB', 150),
    recorded('the same, pairs within 400 m and 28 days', near, 'pairs'),
  ]
}

async function scanned(folder: string): Promise<Figure[]> {
  const [coordinates, days, means] = [squares(50, 150), 14, new Float64Array(2500).fill(1.5)]
  const draw = poissonNull(means, 1, seeded(4))
  const counts = Array.from({ length: days }, () => {
    const day = new Float64Array(means.length)
    draw(day)
    return [...day]
  })
  const baselines = counts.map((day) => day.map(() => 1.5))
  const question = { counts, coordinates, nearest: 25, maxDuration: 14, replicates: 999, seed: 5 }
  const poisson = await measured('scan', { ...question, baselines }, folder, 1)
  const permuted = await measured('scan', question, folder, 1)
  const what = '2,500 places, their 25 nearest, 14 days, 999 replicates'
  return [
    atMost(`scan, ${what}: whole process`, poisson.seconds, 's', 60),
    recorded('the same, memory', poisson.megabytes, 'MB'),
    recorded('the same without baselines (permutation)', permuted.seconds, 's'),
  ]
}

/** Means differ from place to place by a factor of eight. */
const uneven = (place: number) => 0.5 * 2 ** (place % 4)
const small = { side: 7, nearest: 8, means: uneven, longest: 7 }
const watched: World = { ...small, history: 7, baselines: 'known', seed: 6 }
const unwatched: World = { ...small, history: 28, baselines: 'none', seed: 7 }
const district = { side: 20, nearest: 10, longest: 3 }

function nothingGoingOn(): Figure[] {
  const years = Number(process.env.RINGBACK_BENCH_YEARS ?? 200)
  const kinds = [
    ['with baselines', watched],
    ['permutation', unwatched],
  ] as const
  return kinds.flatMap(([kind, world]) => {
    const { looks, stories } = falseAlarms(world, years)
    return [
      atLeast(
        `scan of 1,000 null worlds, p uniform (Kolmogorov-Smirnov), ${kind}`,
        uniformP(nullP(world, 1000, 199)),
        '',
        0.01,
      ),
      // Looks that alarm are expected to be 1 exactly, so that half of all runs would be above it.
      recorded(`daily looks in 365 that alarm at p ≤ 1/365, over ${years} years, ${kind}`, looks, 'looks'),
      atMost('the same, a run told once: false alarms in 365 days', stories, 'alarms', 1),
    ]
  })
}

/** Baselines are never known: what their own error adds. */
function averagedBaselines(): Figure[] {
  return [56, 365].map((history) => {
    const world: World = { ...small, history: history + small.longest, baselines: 'averaged', seed: 9 }
    const what = `false alarms in 365 daily looks, baselines being the mean of ${history} days`
    return recorded(what, falseAlarms(world, 40).looks, 'looks')
  })
}

function threefoldRise(): Figure[] {
  const worlds = Number(process.env.RINGBACK_BENCH_WORLDS ?? 200)
  const of = (mean: number, baselines: 'known' | 'none') =>
    riseFound(
      { ...district, means: () => mean, history: baselines === 'known' ? 3 : 28, baselines, seed: 8 },
      worlds,
      3,
    )
  const two = of(2, 'known')
  const rise = 'threefold rise in 4 of 400 cells'
  return [
    atLeast(`${rise}, 2 a day usual: found on day two`, 100 * two.dayTwo, '%', 80),
    recorded('the same, found on day one', 100 * two.dayOne, '%'),
    recorded('the same, cells named and put in, to either', 100 * two.alike, '%'),
    recorded(`${rise}, 2 a day, permutation over 28 days: found on day two`, 100 * of(2, 'none').dayTwo, '%'),
    recorded(`${rise}, 1 a day usual: found on day two`, 100 * of(1, 'known').dayTwo, '%'),
  ]
}

export default defineBench({
  name: 'patrol-points',
  claim:
    'The methods on points and days are as fast as stated, in whole processes; a scan that looks every day cries wolf at most once a year and still finds a rise on its second day.',
  async run({ receipts, say }) {
    const figures = [
      ...(await dbscan(receipts)),
      ...(await knox(receipts, 5000, 1.5)),
      ...(await knox(receipts, 20_000, 6)),
      ...(await scanned(receipts)),
    ]
    say('now years of looking at nothing: some minutes')
    return [...figures, ...nothingGoingOn(), ...averagedBaselines(), ...threefoldRise()]
  },
})
