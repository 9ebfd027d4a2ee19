import pg from 'pg'
import { atLeast, atMost, defineBench, median, quantile, recorded, type Tools } from './frame.ts'

type Receipt = { readonly at: number; readonly ms: number }
type Urls = { readonly ownerUrl: string; readonly serverUrl: string }

const writers = 16
const seconds = 5
const warmUp = 2
const rounds = 3

const steady = (receipts: readonly Receipt[]) => {
  const from = Math.min(...receipts.map(({ at }) => at)) + warmUp * 1000
  return receipts.filter(({ at }) => at >= from)
}

async function append(tools: Tools, mode: 'bare' | 'ledger', urls: Urls, everyView = false) {
  const input = { mode, ...urls, writers, seconds: seconds + warmUp, actions: 20, everyView }
  const receipts = steady(await tools.load<Receipt>('append', input))
  return { rate: receipts.length / seconds, ms: receipts.map(({ ms }) => ms) }
}

/** The same append while our own importer runs and a transaction stays open that has nothing to do with it. */
async function disturbed(tools: Tools, urls: Urls) {
  const idle = new pg.Client(urls.ownerUrl)
  await idle.connect()
  await idle.query('begin isolation level repeatable read')
  await idle.query('select txid_current(), count(*) from tac')
  const [result, batches] = await Promise.all([
    append(tools, 'ledger', urls),
    tools.load<{ rows: number }>('import', { serverUrl: urls.serverUrl, seconds: seconds + warmUp }),
  ])
  await idle.query('rollback')
  await idle.end()
  return { ...result, imported: batches.reduce((sum, { rows }) => sum + rows, 0) / (seconds + warmUp) }
}

export default defineBench({
  name: 'append',
  claim:
    'One event with 20 owed actions and its inline view runs at 0.3 of a bare durable INSERT or better, and a bulk import with an open long transaction at most doubles its p99.',
  async run(tools) {
    const urls = await tools.database()
    const found = {
      bare: [] as number[],
      ledger: [] as number[],
      ratio: [] as number[],
      whole: [] as number[],
      wholeRatio: [] as number[],
      p99: [] as number[],
      slower: [] as number[],
      rows: [] as number[],
    }
    for (let round = 1; round <= rounds; round++) {
      tools.say(`round ${round} of ${rounds}`)
      const bare = await append(tools, 'bare', urls)
      const alone = await append(tools, 'ledger', urls)
      const whole = await append(tools, 'ledger', urls, true)
      const beside = await disturbed(tools, urls)
      found.bare.push(bare.rate)
      found.ledger.push(alone.rate)
      found.ratio.push(alone.rate / bare.rate)
      found.whole.push(whole.rate)
      found.wholeRatio.push(whole.rate / bare.rate)
      found.p99.push(quantile(alone.ms, 0.99))
      found.slower.push(quantile(beside.ms, 0.99) / quantile(alone.ms, 0.99))
      found.rows.push(beside.imported)
    }
    return [
      recorded('bare durable INSERT, 16 writers', median(found.bare), 'rows/s'),
      recorded('append with 20 actions, 16 writers', median(found.ledger), 'appends/s'),
      atLeast('append to bare INSERT', median(found.ratio), 'ratio', 0.3),
      recorded('the report as it is, with every inline view', median(found.whole), 'appends/s'),
      recorded('the report as it is to bare INSERT', median(found.wholeRatio), 'ratio'),
      recorded('append p99', median(found.p99), 'ms'),
      atLeast('import meanwhile', median(found.rows), 'rows/s', 10_000),
      atMost('append p99 under import and open transaction, to p99 without', median(found.slower), 'ratio', 2),
    ]
  },
})
