// RINGBACK_BENCH_PLANE=0.1 npm run bench -- plane    a quick look, at a tenth of each size
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { atMost, defineBench, type Figure, recorded, type Tools } from './frame.ts'
import type { Looks } from './plane/looks.ts'

const scale = Number(process.env.RINGBACK_BENCH_PLANE ?? 1)
const sized = (count: number) => Math.round(count * scale)
const millions = (count: number) => `${Number((count / 1e6).toPrecision(3)).toLocaleString('en-GB')} M`

const blocked = sized(10_000_000)
const manyBlocked = sized(100_000_000)
const registered = sized(5_000_000_000)
const looks = 4_000_000
const compared = 10_000_000
const structures = { plane: 'plane', map: 'Map', set: 'Set', sorted: 'sorted BigUint64Array, binary search' } as const

type Cost = Looks & { readonly bytes: number; readonly madeMs: number }
type Written = { readonly buildMs: number; readonly writeMs: number; readonly bytes: number }
type Opened = Looks & Record<'openMs' | 'bytes' | 'missed' | 'mergeMs' | 'agreeMs', number>
type World = Looks & Record<'registered' | 'bytes' | 'sparse' | 'buildMs' | 'compared' | 'wrong', number>

/** A load that prints one line. */
async function only<Line>(tools: Tools, name: string, input: object): Promise<Line> {
  const [line] = await tools.load<Line>(name, input)
  if (!line) throw new Error(`The load ${name} printed nothing.`)
  return line
}

async function sideBySide(tools: Tools): Promise<Figure[]> {
  const figures: Figure[] = []
  const found = new Set<number>()
  for (const [what, name] of Object.entries(structures)) {
    tools.say(`${name}, ${millions(blocked)} blocked`)
    const cost = await only<Cost>(tools, 'plane-look', { what, listed: blocked, tacs: sized(20_000), looks })
    found.add(cost.found)
    const of = `${name}, ${millions(blocked)} blocked, 99.9% misses`
    figures.push(
      recorded(`${of}: look-ups`, cost.perSecond / 1e6, 'M/s'),
      recorded(`${of}: memory`, cost.bytes / blocked, 'bytes a handset'),
      recorded(`${of}: made in`, cost.madeMs / 1000, 's'),
    )
    if (what !== 'plane') continue
    figures.push(
      atMost(`${of}: a look-up, p50`, cost.p50Ns, 'ns', 1000),
      atMost(`${of}: a look-up, mean`, cost.meanNs, 'ns', 1000),
      recorded(`${of}: a look-up, p99 of hundreds`, cost.p99Ns, 'ns'),
    )
  }
  return [...figures, atMost('structures that found another number of blocked ones', found.size - 1, 'structures', 0)]
}

type Served = { readonly bytes: number; readonly madeMs: number; readonly perSecond: number }

/** Where most registers keep such a list: a look-up is then a question to another process. */
async function inServers(tools: Tools): Promise<Figure[]> {
  const figures: Figure[] = []
  const { ownerUrl } = await tools.database()
  for (const [what, name] of Object.entries({ redis: 'Redis, GET', postgres: 'PostgreSQL, primary key' })) {
    tools.say(`${name}, ${millions(blocked)} blocked`)
    const input = { what, listed: blocked, tacs: sized(20_000), looks: 200_000, url: ownerUrl }
    const cost = await only<Served>(tools, 'plane-server', input).catch((error: Error) => void tools.say(error.message))
    if (!cost) continue // not installed here
    const of = `${name}, ${millions(blocked)} blocked, 16 questions under way`
    figures.push(
      recorded(`${of}: look-ups`, cost.perSecond / 1e6, 'M/s'),
      recorded(`${of}: memory`, cost.bytes / blocked, 'bytes a handset'),
      recorded(`${of}: made in`, cost.madeMs / 1000, 's'),
    )
  }
  return figures
}

async function fromSnapshot(tools: Tools): Promise<Figure[]> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-bench-'))
  const input = { file: join(folder, 'plane'), listed: manyBlocked, tacs: sized(100_000), looks, changes: 100_000 }
  const of = `${millions(manyBlocked)} blocked`
  try {
    tools.say(`${of}, to a snapshot and back`)
    const written = await only<Written>(tools, 'plane-snapshot', { job: 'write', ...input })
    const opened = await only<Opened>(tools, 'plane-snapshot', { job: 'open', ...input })
    return [
      recorded(`${of}: made of an unsorted list`, written.buildMs / 1000, 's'),
      recorded(`${of}: hashed and written to a snapshot`, written.writeMs / 1000, 's'),
      recorded(`${of}: the snapshot`, written.bytes / 1e6, 'MB'),
      atMost(`${of}: opened from a snapshot file, hash and form checked`, opened.openMs / 1000, 's', 10),
      recorded(`${of}: memory with the recent layer`, opened.bytes / manyBlocked, 'bytes a handset'),
      atMost(`${of}: listed but not found, or more than listed`, opened.missed, 'keys', 0),
      atMost(`${of}: a look-up, mean`, opened.meanNs, 'ns', 1000),
      recorded(`${of}: 100,000 changes merged in a worker thread`, opened.mergeMs / 1000, 's'),
      recorded(`${of}: count and hash of each TAC`, opened.agreeMs / 1000, 's'),
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function theWorld(tools: Tools): Promise<Figure[]> {
  tools.say(`${millions(registered)} registered`)
  const world = await only<World>(tools, 'plane-world', { registered, compared, looks })
  const of = `${millions(world.registered)} registered`
  return [
    atMost(`${of}: memory of all layers`, world.bytes / 1e9, 'GB', 2),
    recorded(`${of}: memory`, world.bytes / world.registered, 'bytes a handset'),
    recorded(`${of}: of these scattered`, world.sparse / 1e6, 'M'),
    recorded(`${of}: made in`, world.buildMs / 1000, 's'),
    atMost(
      `${of}: answered otherwise than by an exact store, of ${millions(world.compared)} keys`,
      world.wrong,
      'keys',
      0,
    ),
    atMost(`${of}: a look-up, p50`, world.p50Ns, 'ns', 1000),
    atMost(`${of}: a look-up, mean`, world.meanNs, 'ns', 1000),
  ]
}

export default defineBench({
  name: 'plane',
  claim:
    'The status of any of 5 billion handsets is in 2 GB of memory and found within a microsecond, and it is the right one.',
  async run(tools) {
    return [
      ...(await sideBySide(tools)),
      ...(await inServers(tools)),
      ...(await fromSnapshot(tools)),
      ...(await theWorld(tools)),
    ]
  },
})
