// Runs one method of src/lib/stats over a file of numbers, for bench/patrol-grid, in a process of its own, which is what is
// measured: from its start to its answer (ms), its processor time, and the most memory that it held (MB).
import { readFileSync, writeFileSync } from 'node:fs'
import { giStar } from '#lib/stats/gistar'
import { densityOn } from '#lib/stats/kde'
import { distanceBand, queen } from '#lib/stats/neighbours'

type Input = { job: keyof typeof jobs; file: string; into?: string }

const { job, file, into } = JSON.parse(process.argv[2] ?? '{}') as Input

/** The doubles of the file. */
function numbers(): Float64Array {
  const bytes = readFileSync(file)
  return new Float64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 8)
}

const square = (counts: Float64Array) => ({ rows: Math.sqrt(counts.length), cols: Math.sqrt(counts.length), counts })

const jobs = {
  kde() {
    const all = numbers()
    const points = { x: all.subarray(0, all.length / 2), y: all.subarray(all.length / 2) }
    const grid = { x: 0, y: 0, rows: 1000, cols: 1000, cell: 50 }
    const values = densityOn(points, grid, { kernel: 'gaussian', bandwidth: 300 })
    return { values, tail: '', more: {} as Record<string, Float64Array> }
  },
  queen: () => scored({ ...square(numbers()), near: queen }),
  band: () => scored({ ...square(numbers()), near: distanceBand(500, 100) }),
  permutations: () => scored({ ...square(numbers()), near: queen }, 999),
}

function scored(grid: Parameters<typeof giStar>[0], permutations = 0) {
  const { z, p, q, tail } = giStar(grid, { permutations })
  return { values: z, tail, more: { p, q } as Record<string, Float64Array> }
}

const at = Date.now()
const { values, tail, more } = jobs[job]()
const ms = performance.now()
const { user, system } = process.cpuUsage()
const mb = process.resourceUsage().maxRSS / 1024
if (into) {
  writeFileSync(into, values)
  for (const [name, those] of Object.entries(more)) writeFileSync(`${into}.${name}`, those)
}
console.log(JSON.stringify({ job, at, ms, cpuMs: (user + system) / 1000, mb, tail }))
