import { atLeast, atMost, defineBench, quantile, recorded } from './frame.ts'

type Tray = {
  readonly ms: number
  /** Processor time of the scanning process, which other work on the machine does not lengthen. */
  readonly ownMs: number
  readonly rows: number
  readonly matched: number
  /** Matched to another owner than the true one. */
  readonly wrong: number
  /** Rows whose owner the records can tell. */
  readonly matchable: number
  readonly found: number
  /** Tied to a report by its owner's typing alone: for a person to look at. */
  readonly typedOnly: number
  /** Copies of a number whose true phone is not in custody and not in the register: no number can show them. */
  readonly hidden: number
}
type Filled = { readonly filledMs: number; readonly cases: number; readonly imeis: number }

const sum = (trays: readonly Tray[], of: (tray: Tray) => number) => trays.reduce((total, tray) => total + of(tray), 0)

export default defineBench({
  name: 'tray',
  claim: 'A tray of 1,000 handsets has its owners proposed within a second of machine time, and never a wrong one.',
  async run(tools) {
    const urls = await tools.database()
    tools.say('filling 100,000 cases and 1,000,000 IMEIs')
    const lines = await tools.load<Tray | Filled>('tray', { ...urls, handsets: 500_000, cases: 100_000, trays: 20 })
    const filled = lines.find((line): line is Filled => 'filledMs' in line)
    const trays = lines.filter((line): line is Tray => 'ms' in line)
    const ms = trays.map((tray) => tray.ms)
    return [
      recorded('cases', filled?.cases ?? 0, 'cases'),
      recorded('IMEIs that a case or the register names', filled?.imeis ?? 0, 'IMEIs'),
      recorded('rows to a tray', sum(trays, ({ rows }) => rows) / trays.length, 'rows'),
      recorded('tray read, judged, kept and recorded, p50', quantile(ms, 0.5), 'ms'),
      recorded(
        'of it the program’s own processor time, p50',
        quantile(
          trays.map((tray) => tray.ownMs),
          0.5,
        ),
        'ms',
      ),
      atMost('slowest tray', Math.max(...ms), 'ms', 1000),
      atMost(
        'matched to a wrong owner',
        sum(trays, ({ wrong }) => wrong),
        'rows',
        0,
      ),
      atLeast(
        'matched of what can be',
        sum(trays, ({ found }) => found) / sum(trays, ({ matchable }) => matchable),
        'ratio',
        0.97,
      ),
      recorded(
        'only the owner typed the number: for a person to look at',
        sum(trays, ({ typedOnly }) => typedOnly),
        'rows',
      ),
      recorded(
        'copies that no number can show, proposed to the owner of the number',
        sum(trays, ({ hidden }) => hidden),
        'rows',
      ),
    ]
  },
})
