import { atLeast, atMost, defineBench, quantile, recorded, type Tools } from './frame.ts'

type Receipt = { at: number; ms: number }

const writers = 16
const seconds = 5
const warmUp = 2
const rounds = 3

const steady = (receipts: readonly Receipt[]) => {
  const from = Math.min(...receipts.map(({ at }) => at)) + warmUp * 1000
  return receipts.filter(({ at }) => at >= from)
}

async function measure(tools: Tools, mode: 'bare' | 'ledger', urls: { ownerUrl: string; serverUrl: string }) {
  const all = await tools.load<Receipt>('append', { mode, ...urls, writers, seconds: seconds + warmUp, actions: 20 })
  const receipts = steady(all)
  return { rate: receipts.length / seconds, ms: receipts.map(({ ms }) => ms) }
}

export default defineBench({
  name: 'append',
  claim: 'One event with 20 owed actions and its inline view costs at most a bare durable INSERT divided by 0.3.',
  async run(tools) {
    const urls = await tools.database()
    const ratios: number[] = []
    const rates: { bare: number[]; ledger: number[]; ms: number[] } = { bare: [], ledger: [], ms: [] }
    for (let round = 1; round <= rounds; round++) {
      tools.say(`round ${round} of ${rounds}`)
      const bare = await measure(tools, 'bare', urls)
      const ledger = await measure(tools, 'ledger', urls)
      ratios.push(ledger.rate / bare.rate)
      rates.bare.push(bare.rate)
      rates.ledger.push(ledger.rate)
      rates.ms.push(...ledger.ms)
    }
    return [
      recorded('bare durable INSERT, 16 writers', quantile(rates.bare, 0.5), 'rows/s'),
      recorded('append with 20 actions, 16 writers', quantile(rates.ledger, 0.5), 'appends/s'),
      atLeast('append to bare, median of 3 rounds', quantile(ratios, 0.5), 'ratio', 0.3),
      recorded('append p50', quantile(rates.ms, 0.5), 'ms'),
      recorded('append p99', quantile(rates.ms, 0.99), 'ms'),
    ]
  },
})
void atMost
