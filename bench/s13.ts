import { atMost, defineBench, median, recorded } from './frame.ts'

type Line = {
  readonly what: 'bare-tcp' | 's13'
  readonly answers: number
  readonly wrong: number
  readonly ms: number
  readonly cpuMs: number
  readonly pinned: boolean
}

const listed = 10_000_000
const underWay = 1024

export default defineBench({
  name: 's13',
  claim: 'One connection of an MME gets far more identity checks a second than a whole country needs.',
  async run(tools) {
    tools.say(`listing ${listed} handsets`)
    const lines = await tools.load<Line>('s13', { listed, rounds: 15, seconds: 1, underWay, atOnce: 128 })
    const of = (what: Line['what']) => lines.filter((line) => line.what === what)
    const perSecond = (line: Line) => (1000 * line.answers) / line.ms
    const perCpuSecond = (line: Line) => (1000 * line.answers) / line.cpuMs
    const ratios = (rate: (line: Line) => number) =>
      of('s13').map((line, round) => rate(line) / rate(of('bare-tcp')[round] as Line))
    const all = (count: (line: Line) => number) => of('s13').reduce((sum, line) => sum + count(line), 0)
    return [
      recorded('handsets listed', listed, 'handsets'),
      recorded('server and load on a processor each', Number(of('s13')[0]?.pinned ?? false), '1 = yes'),
      recorded('questions under way on one connection', underWay, 'questions'),
      recorded('bare TCP server, a constant message for each', median(of('bare-tcp').map(perSecond)), '/s'),
      recorded('ME-Identity-Check over Diameter S13, 99.9% misses', median(of('s13').map(perSecond)), '/s'),
      recorded('the second to the first, median of the rounds', median(ratios(perSecond)), 'ratio'),
      recorded('ME-Identity-Check, to a processor-second of the server', median(of('s13').map(perCpuSecond)), '/s'),
      recorded('the same of the bare server, the ratio', median(ratios(perCpuSecond)), 'ratio'),
      atMost(
        'wrong answers',
        all(({ wrong }) => wrong),
        'answers',
        0,
      ),
      recorded(
        'answers looked at',
        all(({ answers }) => answers),
        'answers',
      ),
    ]
  },
})
