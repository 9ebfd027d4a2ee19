import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { atMost, defineBench, type Figure, median, quantile, recorded, type Tools } from './frame.ts'

type Report = { readonly stream: string; readonly asked: number; readonly committed: number }
type Call = { readonly partner: string; readonly action: string; readonly at: number }
type Urls = { readonly ownerUrl: string; readonly serverUrl: string }

const seconds = 8
const warmUp = 3
const perSecond = 10
const rounds = 3

/** From commit to the first bytes at each partner but the first, which may be dead: milliseconds, and what never came. */
async function run(tools: Tools, urls: Urls, count: number, dead: boolean) {
  const { serverUrl } = urls
  const owner = new pg.Client(urls.ownerUrl)
  await owner.connect()
  await owner.query('truncate action, partner')
  const partners = Array.from({ length: count }, (_, index) => `bench-${index}`)
  const dispatching = tools.load('dispatch', { serverUrl, seconds: seconds + 7 })
  const answering = tools.load<Call>('partners', { serverUrl, partners, dead, seconds: seconds + 6 })
  await pause(3_000)
  const reports = await tools.load<Report>('owing', { serverUrl, partners, perSecond, seconds })
  const [calls] = await Promise.all([answering, dispatching])
  const { rows } = await owner.query<{ id: string; stream: string; partner: string }>(
    'select id, stream, partner from action',
  )
  await owner.end()

  const first = new Map<string, number>()
  for (const { action, at } of calls) first.set(action, Math.min(at, first.get(action) ?? at))
  const steadyFrom = Math.min(...reports.map(({ asked }) => asked)) + warmUp * 1000
  const committed = new Map(
    reports.filter(({ asked }) => asked >= steadyFrom).map((one) => [one.stream, one.committed]),
  )
  const counted = rows.filter(
    ({ stream, partner }) => committed.has(stream) && (count === 1 || partner !== partners[0]),
  )
  const ms = counted.flatMap(({ id, stream }) => {
    const [at, from] = [first.get(id), committed.get(stream)]
    return at === undefined || from === undefined ? [] : [at - from]
  })
  return { p50: median(ms), p99: quantile(ms, 0.99), missing: counted.length - ms.length }
}

const named = (count: number) => `${count} partner${count === 1 ? '' : 's'}`

export default defineBench({
  name: 'dispatch',
  claim:
    'From the commit of a report to the first bytes at each partner, 10 reports a second: one dead partner changes the p99 of the others by less than 20%.',
  async run(tools) {
    const urls = await tools.database()
    const figures: Figure[] = []
    for (const count of [1, 10, 40]) {
      const found = { p50: [] as number[], p99: [] as number[], ratio: [] as number[], missing: 0 }
      for (let round = 1; round <= rounds; round++) {
        tools.say(`${named(count)}, round ${round} of ${rounds}`)
        const alive = await run(tools, urls, count, false)
        found.p50.push(alive.p50)
        found.p99.push(alive.p99)
        found.missing += alive.missing
        if (count === 1) continue
        const dead = await run(tools, urls, count, true)
        found.ratio.push(dead.p99 / alive.p99)
        found.missing += dead.missing
      }
      figures.push(recorded(`${named(count)}: commit to first byte, p50`, median(found.p50), 'ms'))
      figures.push(recorded(`${named(count)}: commit to first byte, p99`, median(found.p99), 'ms'))
      figures.push(atMost(`${named(count)}: actions that never came`, found.missing, 'actions', 0))
      if (count > 1)
        figures.push(
          atMost(`${named(count)}: p99 of the others with one dead, to without`, median(found.ratio), 'ratio', 1.2),
        )
    }
    return figures
  },
})
