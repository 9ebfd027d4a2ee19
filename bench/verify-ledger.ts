import { atMost, defineBench, median, recorded, type Tools } from './frame.ts'

type Job = { readonly ms: number; readonly cpuMs: number; readonly count: number }
type Urls = { readonly ownerUrl: string; readonly serverUrl: string }

const events = 100_000
const batch = 100 // events under one head: many heads, because each has a signature to check
const rounds = 3

async function times(tools: Tools, urls: Urls, job: 'verify' | 'prove' | 'replay'): Promise<Job> {
  const found: Job[] = []
  for (let round = 0; round < rounds; round++)
    found.push(...(await tools.load<Job>('verify', { ...urls, job, events })))
  return {
    ms: median(found.map(({ ms }) => ms)),
    cpuMs: median(found.map(({ cpuMs }) => cpuMs)),
    count: found[0]?.count ?? 0,
  }
}

export default defineBench({
  name: 'verify-ledger',
  claim: 'A ledger of 100,000 events is checked in five seconds, every event, seal, tile, head and signature of it.',
  async run(tools) {
    const urls = await tools.database()
    const [fill] = await tools.load<{ ms: number; heads: number }>('fill', { serverUrl: urls.serverUrl, events, batch })
    const verify = await times(tools, urls, 'verify')
    const prove = await times(tools, urls, 'prove')
    const replay = await times(tools, urls, 'replay')
    return [
      recorded('sealing, 100 events to a head', (events / (fill?.ms ?? 0)) * 1000, 'events/s'),
      atMost('verify of 100,000 events under 1,000 heads', verify.ms / 1000, 's', 5),
      recorded('processor time of it, without the database', verify.cpuMs / 1000, 's'),
      recorded('a proof, made and judged', prove.ms / prove.count, 'ms'),
      recorded('replay of a view', (replay.count / replay.ms) * 1000, 'events/s'),
    ]
  },
})
