import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cellsAround, distanceBand, type Neighbourhood, queen } from '#lib/stats/neighbours'
import { poisson, type Random, seeded } from '#lib/stats/random'
import { atMost, defineBench, type Figure, median, recorded, type Tools } from './frame.ts'
import { esdaGiStar, isHere, type Peer, type PeerRun, runPeer, scipyDensity, spdepGiStar } from './patrol/grid-peers.ts'

type Run = PeerRun & { readonly tail: string }
type Nulls = { kind: string; mean: number; maps: number; flagged: Record<string, number> }
type Files = {
  readonly points: string
  readonly large: string
  readonly small: string
  readonly out: (of: string) => string
}

const rounds = 5

export default defineBench({
  name: 'patrol-grid',
  claim: 'Density and Gi* of a city take less than a second, and maps without hotspots show none at the stated rate.',
  async run(tools) {
    const folder = mkdtempSync(join(tmpdir(), 'ringback-patrol-grid-'))
    try {
      const files = write(folder)
      return [...(await density(tools, files)), ...(await giStars(tools, files)), ...(await nulls(tools))]
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
})

/** A million points around 200 centres, 50 km across; and maps of 500 and 100 cells to a side, uneven as a city is. */
function write(folder: string): Files {
  const random = seeded(6)
  const out = (of: string) => join(folder, of)
  const save = (name: string, values: Float64Array) => {
    writeFileSync(out(name), values)
    return out(name)
  }
  return {
    points: save('points', cloud(random)),
    large: save('large', town(500, random)),
    small: save('small', town(100, random)),
    out,
  }
}

function cloud({ next, below }: Random): Float64Array {
  const count = 1_000_000
  const centres = Array.from({ length: 200 }, () => [5000 + 40_000 * next(), 5000 + 40_000 * next()] as const)
  const points = new Float64Array(2 * count)
  for (let at = 0; at < count; at++) {
    const [x, y] = centres[below(centres.length)] as readonly [number, number]
    points[at] = x + 2500 * (next() + next() - 1)
    points[count + at] = y + 2500 * (next() + next() - 1)
  }
  return points
}

function town(side: number, random: Random): Float64Array {
  const centres = Array.from({ length: 12 }, () => [side * random.next(), side * random.next()] as const)
  return Float64Array.from({ length: side * side }, (_, at) => {
    const near = centres.reduce(
      (sum, [row, col]) => sum + 40 / (1 + (Math.floor(at / side) - row) ** 2 + ((at % side) - col) ** 2),
      0,
    )
    return poisson(0.2 + near, random)
  })
}

async function ours(tools: Tools, job: string, file: string, into: string): Promise<Run> {
  const runs: Run[] = []
  for (let round = 0; round < rounds; round++) runs.push(...(await tools.load<Run>('patrol-grid', { job, file, into })))
  return { ...middle(runs), tail: runs[0]?.tail ?? '' }
}

const middle = (runs: readonly PeerRun[]): PeerRun => ({
  ms: median(runs.map(({ ms }) => ms)),
  cpuMs: median(runs.map(({ cpuMs }) => cpuMs)),
  mb: median(runs.map(({ mb }) => mb)),
})

const whole = (what: string, { ms, cpuMs, mb }: PeerRun, seconds: number): Figure[] => [
  atMost(`${what}, whole process`, ms / 1000, 's', seconds),
  recorded('  its processor time', cpuMs / 1000, 's'),
  atMost('  its memory', mb, 'MB', 150),
]

/** The peer's figures beside ours, where it is installed. */
function beside(tools: Tools, peer: Peer, args: readonly string[], our: Run): Figure[] {
  if (!isHere(peer)) {
    tools.say(`${peer.name}: not here`)
    return []
  }
  const theirs = middle(Array.from({ length: 3 }, () => runPeer(peer, args)))
  return [
    recorded(`  ${peer.name}`, theirs.ms / 1000, 's'),
    recorded('  its processor time', theirs.cpuMs / 1000, 's'),
    recorded('  ours to it', our.ms / theirs.ms, 'ratio'),
    recorded('  ours to it, processor time', our.cpuMs / theirs.cpuMs, 'ratio'),
  ]
}

const doublesIn = (name: string) => new Float64Array(Uint8Array.from(readFileSync(name)).buffer)

/** The largest difference of two files of doubles, to the largest value. */
const apart = (file: string, other: string) => differs(doublesIn(file), doublesIn(other))

function differs(one: Float64Array, two: Float64Array): number {
  if (one.length !== two.length) return Number.POSITIVE_INFINITY
  let [most, largest] = [0, 0]
  for (let at = 0; at < one.length; at++) {
    most = Math.max(most, Math.abs((one[at] as number) - (two[at] as number)))
    largest = Math.max(largest, Math.abs(two[at] as number))
  }
  return most / largest
}

async function density(tools: Tools, { points, out }: Files): Promise<Figure[]> {
  tools.say('density')
  const our = await ours(tools, 'kde', points, out('density'))
  const figures = [
    ...whole('density of 1 M points on 1000 × 1000', our, 1),
    ...beside(tools, scipyDensity, [points, '-', '4'], our),
  ]
  if (!isHere(scipyDensity)) return figures
  runPeer(scipyDensity, [points, out('theirs'), '7'])
  return [
    ...figures,
    atMost('  differs from its answer by (share of the peak)', apart(out('density'), out('theirs')), '', 1e-9),
  ]
}

/** Ord and Getis (1995) 286 as it is written: each cell's neighbours one after the other. */
function byDefinition(counts: Float64Array, near: Neighbourhood): Float64Array {
  const [n, side] = [counts.length, Math.sqrt(counts.length)]
  const mean = counts.reduce((sum, count) => sum + count, 0) / n
  const deviation = Math.sqrt(counts.reduce((sum, count) => sum + (count - mean) ** 2, 0) / n)
  return counts.map((count, at) => {
    const around = cellsAround(at, { rows: side, cols: side }, near)
    const sum = around.reduce((all, other) => all + (counts[other] as number), count)
    const size = around.length + 1
    return (sum - size * mean) / (deviation * Math.sqrt((n * size - size ** 2) / (n - 1)))
  })
}

/** Benjamini and Hochberg as it is written: the least of n p / rank over this rank and all after it. */
function adjustedByDefinition(p: Float64Array): Float64Array {
  const order = [...p.keys()].sort((a, b) => (p[a] as number) - (p[b] as number))
  const q = new Float64Array(p.length)
  let least = 1
  for (let rank = p.length; rank > 0; rank--) {
    const at = order[rank - 1] as number
    least = Math.min(least, ((p[at] as number) * p.length) / rank)
    q[at] = least
  }
  return q
}

const alike = (counts: string, answer: string, near: Neighbourhood): Figure[] => [
  atMost(
    '  z differs from its definition by (share of the largest)',
    differs(doublesIn(answer), byDefinition(doublesIn(counts), near)),
    '',
    1e-9,
  ),
  atMost(
    '  q differs from its definition by',
    differs(doublesIn(`${answer}.q`), adjustedByDefinition(doublesIn(`${answer}.p`))),
    '',
    1e-9,
  ),
]

/** The z of a peer, where it is installed. */
function alikePeer(peer: Peer, counts: string, answer: string, theirs: string): Figure[] {
  if (!isHere(peer)) return []
  runPeer(peer, [counts, theirs])
  return [atMost(`  z differs from that of ${peer.name} by (share of the largest)`, apart(answer, theirs), '', 1e-9)]
}

async function giStars(tools: Tools, { large, small, out }: Files): Promise<Figure[]> {
  tools.say('Gi*')
  const touching = await ours(tools, 'queen', large, out('queen'))
  const band = await ours(tools, 'band', large, out('band'))
  const drawn = await ours(tools, 'permutations', small, out('drawn'))
  return [
    ...whole(`Gi* 500 × 500, queen: z, p (${touching.tail}) and q`, touching, 0.6),
    ...alike(large, out('queen'), queen),
    ...[esdaGiStar, spdepGiStar].flatMap((peer) => [
      ...beside(tools, peer, [large, '-'], touching),
      ...alikePeer(peer, large, out('queen'), out('theirs')),
    ]),
    ...whole(`Gi* 500 × 500, 500 m (81 cells): z, p (${band.tail}) and q`, band, 0.6),
    ...alike(large, out('band'), distanceBand(500, 100)),
    ...whole('Gi* 100 × 100, queen, 999 conditional permutations', drawn, 3),
  ]
}

async function nulls(tools: Tools): Promise<Figure[]> {
  tools.say('maps without hotspots')
  const means = { queen: [0.02, 0.1, 1, 5], '500 m': [0.1, 1], 'queen, decayed': [0.1, 1] }
  const found = await tools.load<Nulls>('patrol-nulls', { maps: 1000, seed: 1, rows: 50, means })
  return found.flatMap(({ kind, mean, maps, flagged }) =>
    Object.entries(flagged).map(([way, count]) => {
      const name = `null maps with any cell flagged, ${kind}, ${mean} expected in a cell, p ${way}`
      const share = (100 * count) / maps
      return way.startsWith('normal') ? recorded(name, share, '%') : atMost(name, share, '%', 6)
    }),
  )
}
