import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { imeiOf } from '#lib/imei/imei'
import { openCentre, otherDigits, type Way } from './support/eir-centre.ts'

/** As many handsets as a drill speaks of: few, so that it comes back to each. */
const handsets = Array.from({ length: 8 }, (_, n) => imeiOf(`4901542032${String(1000 + n)}` as never))
const strangers = handsets.map((imei) => imeiOf(`5${imei.slice(1, 14)}` as never))
const dayMs = 86_400_000
const unknown = 'ERROR_EQUIPMENT_UNKNOWN'

/** mulberry32: a drill that failed is run again by its seed. */
function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** What somebody on the way may do to what the centre says. */
const tamperings: Readonly<Record<string, (said: string) => string | undefined>> = {
  'other digits': otherDigits,
  'a change kept back': (said) => (said.startsWith('{"no"') ? said.slice(said.indexOf('\n') + 1) : undefined),
  'let in': (said) => replaced(said, '"holds":[{"status":"blocked"}]', '"holds":[]'),
  'another signature': (said) =>
    replaced(said, /— (\S+) (.)/, (_, name, first) => `— ${name} ${first === 'A' ? 'B' : 'A'}`),
  'no end': (said) => said.slice(0, said.length / 2),
}

function replaced(
  said: string,
  what: string | RegExp,
  by: string | ((...found: string[]) => string),
): string | undefined {
  const changed = said.replace(what, by as string)
  return changed === said ? undefined : changed
}

type Centre = Awaited<ReturnType<typeof openCentre>>
type Eir = Awaited<ReturnType<Centre['node']>>
type Site = { name: string; way: Way; clock: { ms: number }; start: () => Promise<Eir>; eir: Eir; faults: number }

async function openSites(centre: Centre): Promise<Site[]> {
  const open = async (name: string): Promise<Site> => {
    const { way, given } = await centre.place()
    const clock = { ms: 0 }
    const now = () => Date.now() + clock.ms
    const start = () =>
      centre.node({ ...given, node: name, now, agreeEveryMs: 4000, foldAfterBytes: 2000, firstWaitMs: 2 })
    return { ...{ name, way, clock, start, faults: 0 }, eir: await start() }
  }
  return Promise.all(['east', 'west'].map(open))
}

const faultsOf = ({ faults, eir }: Site) => faults + [...eir.feed.faults.values()].reduce((sum, n) => sum + n, 0)

/** Reports that were not taken back, told here and independently of every list. */
function openBooks({ report, undo }: Centre) {
  const open: { theft: string; imei: string }[] = []
  return {
    isReported: (imei: string) => open.some((one) => one.imei === imei),
    report: async (imei: string) => void open.push({ theft: await report(imei), imei }),
    async undo(at: number) {
      const [taken] = open.splice(at % Math.max(1, open.length), 1)
      if (taken) await undo(taken.theft)
    },
  }
}

/** Everything that goes wrong between a centre and two nodes, each as one step. */
function openSteps(centre: Centre, sites: readonly Site[], pick: (below: number) => number) {
  const books = openBooks(centre)
  const one = <Of>(of: readonly Of[]) => of[pick(of.length)] as Of
  const freshImei = async () => {
    const fresh = handsets.find((imei) => !books.isReported(imei))
    if (fresh === undefined) await books.undo(0)
    return fresh ?? (handsets.find((imei) => !books.isReported(imei)) as string)
  }
  const steps = {
    report: () => books.report(one(handsets)),
    undo: () => books.undo(pick(100)),
    cut: async () => Object.assign(one(sites).way, { state: 'cut' }),
    mend: async () => Object.assign(one(sites).way, { state: 'open' }),
    clock: async () => Object.assign(one(sites).clock, { ms: (pick(400) - 200) * dayMs }),
    /** Somebody comes between, and a change passes: the node must name it at once, and take nothing. */
    async tamper() {
      const site = one(sites)
      const [name, tampering] = one(Object.entries(tamperings))
      const before = faultsOf(site)
      site.way.state = tampering
      await books.report(await freshImei())
      await centre.loop.until(`${site.name} names it: ${name}`, async () => faultsOf(site) > before)
    },
    async restart() {
      const site = one(sites)
      await site.eir.close()
      site.faults = faultsOf(site)
      site.eir = await site.start()
    },
    async centreAway() {
      const back = await centre.loop.goAway()
      await Promise.all(sites.map(async ({ eir }) => assert.ok(await eir.says(one(handsets)))))
      await back()
    },
  }
  return { books, steps, one }
}

async function drill(t: TestContext, seed: number) {
  const centre = await openCentre(t)
  const sites = await openSites(centre)
  const pick = seeded(seed)
  const { books, steps, one } = openSteps(centre, sites, pick)
  const done: string[] = []
  t.after(() => t.diagnostic(`seed ${seed}: ${done.join(' ')}`))
  const names = Object.keys(steps) as (keyof typeof steps)[]
  for (let n = 0; n < 24; n++) {
    const name = one(names)
    done.push(name)
    await steps[name]()
    for (const { eir } of sites)
      for (const stranger of strangers) assert.equal(await eir.says(stranger), unknown, `${name} blocked a stranger`)
  }
  await steps.tamper()
  for (const { way, clock } of sites) {
    way.state = 'open'
    clock.ms = 0
  }
  return { centre, sites, books }
}

/** One keeps the gate short; a drill that went wrong is added here by its seed. */
for (const seed of [1])
  test(`G9 G10: cut off, the centre away, clocks wrong, the feed tampered with: it is named, and both sides agree at the end (${seed})`, async (t) => {
    const { centre, sites, books } = await drill(t, seed)
    const expected = handsets.map((imei) => (books.isReported(imei) ? 'BLACKLISTED' : unknown))
    for (const site of sites) {
      const says = () => Promise.all(handsets.map((imei) => site.eir.says(imei)))
      await centre.loop.until(`${site.name} says what was reported`, async () => `${await says()}` === `${expected}`)
      const from = Date.now()
      await centre.loop.until(`${site.name} and the centre agree`, async () => {
        const agreed = site.eir.feed.agreed()
        return agreed?.agrees === true && agreed.at > from
      })
      assert.deepEqual(await says(), expected)
    }
    assert.equal(sites[0]?.eir.feed.no(), sites[1]?.eir.feed.no())
  })
