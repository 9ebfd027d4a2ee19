// Makes a plane of the world's handsets (bench/plane/world.ts), for bench/plane, and compares it with an exact store on keys
// of every kind. One NDJSON line: handsets, bytes, keys compared and how many were answered otherwise, what looking up costs.
import { buildBase } from '#lib/imei/plane/base'
import { newPlane, type Plane } from '#lib/imei/plane/plane'
import { exactStore } from '../plane/exact.ts'
import { dice, tacNumber } from '../plane/handsets.ts'
import { timeLooks } from '../plane/looks.ts'
import { type World, worldOf } from '../plane/world.ts'

type Input = { registered: number; compared: number; looks: number }
const { registered, compared, looks } = JSON.parse(process.argv[2] ?? '{}') as Input

/** A fifth each: any 14 digits; a listed key; its neighbour; any of a filled TAC twice. So most chunks have their edges met. */
function keysToCompare(world: World, count: number): Float64Array {
  const throwing = dice(5_000_000)
  const { keys } = world.listing
  const filledTacs = world.tacs.full + world.tacs.partly
  const ofFilled = () => tacNumber(throwing(filledTacs)) * 1_000_000 + throwing(1_000_000)
  const kinds = [
    () => throwing(10 ** 8) * 10 ** 6 + throwing(10 ** 6),
    () => keys[throwing(keys.length)] as number,
    () => Math.max(0, (keys[throwing(keys.length)] as number) + (throwing(2) === 0 ? 1 : -1)),
    ofFilled,
    ofFilled,
  ]
  return Float64Array.from({ length: count }, (_, n) => (kinds[n % kinds.length] as () => number)())
}

function wrongAnswers(plane: Plane, world: World, asked: Float64Array): number {
  const exact = exactStore(world)
  let wrong = 0
  for (const key of asked) if (plane.statusOf(key) !== exact(key)) wrong++
  return wrong
}

const world = worldOf(registered)
const began = performance.now()
const plane = newPlane(buildBase(world.listing))
const buildMs = performance.now() - began
const asked = keysToCompare(world, compared)
const wrong = wrongAnswers(plane, world, asked) + Math.abs(plane.count - world.registered)
const cost = timeLooks((at) => plane.statusOf(asked[at] as number), Math.min(looks, compared))
console.log(
  JSON.stringify({
    at: Date.now(),
    registered: plane.count,
    tacs: world.tacs,
    bytes: plane.bytes,
    denseBytes: plane.base.dense.bytes,
    sparseBytes: plane.base.sparse.bytes,
    sparse: plane.base.sparse.count,
    buildMs,
    compared,
    wrong,
    ...cost,
  }),
)
