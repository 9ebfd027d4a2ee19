import { chanceOf } from '../simulators/city/chance.ts'
import { atMost, defineBench, type Figure, recorded } from './frame.ts'
import { copyStruck, reachesCopy, reported, saidBy, weightOf, wrongStops } from './victims/honest.ts'
import { option } from './victims/options.ts'
import { rates } from './victims/rates.ts'
import { truthOf } from './victims/truths.ts'

/** Of their own account: their own act, told at once and taken back like any other; counted apart. */
const ownAccount = 'another line of their own account'
/** What was said was another person's number: nothing that we know of a handset could have told. */
const otherNumber = [
  'number with a slip',
  'a number given up',
  'card of a number given up',
  'trusted person takes another friend’s code',
]
const bar = 1

export default defineBench({
  name: 'victims-ladder',
  claim:
    'Of a million reports by honest victims, with slips, copies, two numbers a phone and lines that moved, fewer than one in 100,000 stops what is not theirs.',
  run: async ({ say }) => {
    const [reports, seed] = [option('reports', 1_000_000), option('seed', 1)]
    const chance = chanceOf(seed)
    const [noise, wrong] = [new Map<string, number>(), new Map<string, number>()]
    const add = (to: Map<string, number>, name: string, many: number) => to.set(name, (to.get(name) ?? 0) + many)
    let [decisions, nobody, copies, weight] = [0, 0, 0, 0]
    const began = performance.now()
    for (let n = 0; n < reports; n++) {
      const truth = truthOf(chance)
      const said = saidBy(chance, truth)
      const theft = reported(truth, said)
      const counts = weightOf(truth, said)
      weight += counts
      decisions += theft.decisions()
      add(noise, said.noise, counts)
      if (reachesCopy(truth, theft.owed)) copies += counts
      const found = wrongStops(chance, truth, said, theft)
      if (found?.hitsSomebody) add(wrong, found.cause, counts)
      else if (found) nobody += counts
    }
    const seconds = (performance.now() - began) / 1000
    for (const [name, [value, source]] of Object.entries(rates)) say(`  rate ${name}: ${value} (${source})`)
    return figures({ reports, weight, decisions, seconds, noise, wrong, nobody, copies, seed })
  },
})

type Counted = {
  readonly reports: number
  /** For how many reports those count that were played: the rare ones were drawn more often. */
  readonly weight: number
  readonly decisions: number
  readonly seconds: number
  readonly seed: number
  readonly nobody: number
  /** Blocks of a number that an innocent phone has too. */
  readonly copies: number
  readonly noise: ReadonlyMap<string, number>
  readonly wrong: ReadonlyMap<string, number>
}

function figures({ reports, weight, decisions, seconds, seed, noise, wrong, nobody, copies }: Counted): Figure[] {
  const all = [...wrong].filter(([cause]) => cause !== ownAccount)
  const sum = (some: typeof all) => some.reduce((total, [, many]) => total + many, 0)
  const inThousands = (some: typeof all, more = 0) => (100_000 * (sum(some) + more)) / weight
  const spared = copies - (wrong.get(copyStruck) ?? 0)
  const handsets = all.filter(([cause]) => !otherNumber.includes(cause))
  return [
    recorded('seed', seed, ''),
    recorded('reports by honest victims', reports, 'reports'),
    recorded('decisions of the ladder', decisions, 'decisions'),
    recorded('decisions a second', decisions / seconds, '/s'),
    atMost('hard stops on what is not the victim’s own', inThousands(all), 'in 100,000', bar),
    atMost('of these, with the right number said', inThousands(handsets), 'in 100,000', bar),
    recorded('blocks of a number that an innocent phone has too', copies, 'reports'),
    recorded('of these, their network let them in', spared, 'reports'),
    recorded('hard stops, did half as many networks compare', inThousands(all, spared / 2), 'in 100,000'),
    recorded('hard stops, did none compare', inThousands(all, spared), 'in 100,000'),
    recorded('orders on a number that nobody has', nobody, 'reports'),
    ...[...wrong].map(([cause, many]) =>
      recorded(`wrong because: ${cause}`, many, `of ${Math.round(10 * (noise.get(cause) ?? reports)) / 10}`),
    ),
    ...[...noise].map(([name, many]) => recorded(`said wrong: ${name}`, many, 'reports')),
  ]
}
