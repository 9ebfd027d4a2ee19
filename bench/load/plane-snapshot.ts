// Writes the snapshot of a plane to a file, or opens one from it, for bench/plane. One NDJSON line a job: how long it took
// (ms), the bytes, and for an opened one what a check, a merge in a worker thread and what two sides compare cost.
import { once } from 'node:events'
import { closeSync, createReadStream, openSync, statSync, writeSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { type BaseMemory, buildBase } from '#lib/imei/plane/base'
import { newPlane, type Plane } from '#lib/imei/plane/plane'
import { readSnapshot, snapshotOf } from '#lib/imei/plane/snapshot'
import { sumsOf } from '../../src/eir/follow/sum-up.ts'
import { handsets, questions } from '../plane/handsets.ts'
import { timeLooks } from '../plane/looks.ts'

type Input = { job: keyof typeof jobs; file: string; listed: number; tacs: number; looks: number; changes: number }
const input = JSON.parse(process.argv[2] ?? '{}') as Input

const timed = async <Result>(run: () => Result | Promise<Result>) => {
  const began = performance.now()
  const result = await run()
  return { result, ms: performance.now() - began }
}

async function write({ file, listed, tacs }: Input) {
  const keys = handsets(listed, tacs)
  const built = await timed(() => buildBase({ keys, statuses: new Uint8Array(listed).fill(3) }))
  const written = await timed(() => {
    const out = openSync(file, 'w')
    for (const piece of snapshotOf(built.result.memory)) writeSync(out, piece)
    closeSync(out)
  })
  return { buildMs: built.ms, writeMs: written.ms, bytes: statSync(file).size }
}

async function open({ file, listed, tacs, looks, changes }: Input) {
  const opened = await timed(async () => {
    const pieces = createReadStream(file, { highWaterMark: 2 ** 22 })
    return newPlane(await readSnapshot(pieces, statSync(file).size))
  })
  const plane = opened.result
  const keys = handsets(listed, tacs)
  const missed = keys.reduce((sum, key) => sum + (plane.statusOf(key) === 3 ? 0 : 1), Math.abs(plane.count - listed))
  const asked = questions(looks, keys, tacs)
  const cost = timeLooks((at) => plane.statusOf(asked[at] as number), looks)
  const merged = await timed(() => mergeBeside(plane, keys, changes))
  const agreed = await timed(() => sumsOf({ plane: plane.copy(), steps: new Map() }))
  return { openMs: opened.ms, bytes: plane.bytes, missed, ...cost, mergeMs: merged.ms, agreeMs: agreed.ms }
}

/** Half of the changes lift a block, half are new ones. */
async function mergeBeside(plane: Plane, keys: Float64Array, changes: number): Promise<Plane> {
  for (let n = 0; n < changes; n++) plane.set((keys[n] as number) + (n % 2), n % 2 === 0 ? 0 : 3)
  const code = `import { merge } from ${JSON.stringify(import.meta.resolve('#lib/imei/plane/plane'))}
    import { parentPort, workerData } from 'node:worker_threads'
    parentPort.postMessage(merge(workerData))`
  const source = new URL(`data:text/javascript,${encodeURIComponent(code)}`)
  const [base] = (await once(new Worker(source, { workerData: plane.beginMerge() }), 'message')) as [BaseMemory]
  return plane.endMerge(base)
}

const jobs = { write, open }
console.log(JSON.stringify({ job: input.job, at: Date.now(), ...(await jobs[input.job](input)) }))
