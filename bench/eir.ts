import { atLeast, atMost, defineBench, type Figure, median, recorded } from './frame.ts'

type Line = {
  readonly what: 'bare' | 'node' | 'nginx' | 'bun' | 'http2' | 'batch' | 'latency'
  readonly answers: number
  readonly ms: number
  readonly cpuMs: number
  readonly wrong?: number
  readonly p50?: number
  readonly p99?: number
  readonly pinned?: boolean
}

const listed = 10_000_000

const perSecond = (line: Line) => (1000 * line.answers) / line.ms

/** What others reach on the same processor, where they are installed (nginx on the path; Bun there, or BUN its path). */
function peers(lines: readonly Line[]): Figure[] {
  const rate = (what: Line['what']) => {
    const rates = lines.filter((line) => line.what === what).map(perSecond)
    return rates.length > 0 ? median(rates) : undefined
  }
  const [node = Number.NaN, nginx, bun] = [rate('node'), rate('nginx'), rate('bun')]
  return [
    ...(nginx === undefined ? [] : [recorded('nginx, return 200, one worker', nginx, '/s')]),
    ...(nginx === undefined ? [] : [recorded('N5g-eir on node:http to nginx', node / nginx, 'ratio')]),
    ...(bun === undefined ? [] : [recorded('the same answers behind the fetch handler of Bun', bun, '/s')]),
    ...(bun && nginx ? [recorded('Bun to nginx', bun / nginx, 'ratio')] : []),
  ]
}

export default defineBench({
  name: 'eir',
  claim:
    'A node answers N5g-eir from ten million blocked handsets at almost the rate at which node:http answers anything.',
  async run(tools) {
    // Many short rounds: what else the machine does strikes both sides of a ratio alike.
    tools.say(`listing ${listed} handsets`)
    const lines = await tools.load<Line>('eir', { listed, rounds: 21, seconds: 1, connections: 64 })
    const of = (what: Line['what']) => lines.filter((line) => line.what === what)
    const perCpuSecond = (line: Line) => (1000 * line.answers) / line.cpuMs
    const ratios = (rate: (line: Line) => number) =>
      of('node').map((line, round) => rate(line) / rate(of('bare')[round] as Line))
    const [latency, http2, batch] = [of('latency')[0], of('http2')[0], of('batch')[0]]
    return [
      recorded('handsets listed', listed, 'handsets'),
      recorded('server and load on a processor each', Number(of('node')[0]?.pinned ?? false), '1 = yes'),
      recorded('bare node:http, a constant body', median(of('bare').map(perSecond)), '/s'),
      recorded('N5g-eir over HTTP/1.1, 99.9% misses', median(of('node').map(perSecond)), '/s'),
      atLeast('the second to the first, median of the rounds', median(ratios(perSecond)), 'ratio', 0.85),
      ...peers(lines),
      recorded('the same by processor time of the server', median(ratios(perCpuSecond)), 'ratio'),
      atMost(
        'wrong answers',
        lines.reduce((all, { wrong = 0 }) => all + wrong, 0),
        'answers',
        0,
      ),
      recorded('at 70% of that rate, p50', latency?.p50 ?? Number.NaN, 'ms'),
      atMost('at 70% of that rate, p99', latency?.p99 ?? Number.NaN, 'ms', 10),
      recorded('N5g-eir over HTTP/2, 64 streams on one connection', http2 ? perSecond(http2) : Number.NaN, '/s'),
      recorded('of it by processor time of the server', http2 ? perCpuSecond(http2) : Number.NaN, '/s'),
      recorded('handsets a second in batches of 100', batch ? 100 * perSecond(batch) : Number.NaN, '/s'),
    ]
  },
})
