import pg from 'pg'
import { atMost, defineBench, quantile, recorded } from './frame.ts'

type Append = { readonly at: number; readonly ms: number }
type Head = { readonly size: number; readonly at: number }

const writers = 16
const seconds = 10

/** From the event's own time to the moment at which a listener knew of a signed head over it. */
async function lags(ownerUrl: string, heads: readonly Head[]): Promise<number[]> {
  const owner = new pg.Client(ownerUrl)
  await owner.connect()
  const { rows } = await owner.query<{ at: number }>(
    'select extract(epoch from at)::float8 * 1000 as at from sealed join event on id = event_id order by seq',
  )
  await owner.end()
  let next = 0
  return rows.map(({ at }, seq) => {
    while ((heads[next]?.size ?? Number.POSITIVE_INFINITY) <= seq) next++
    return (heads[next]?.at ?? Number.POSITIVE_INFINITY) - at
  })
}

export default defineBench({
  name: 'seal',
  claim: 'Under the load of bench/append, 99 of 100 events stand under a signed head within a second.',
  async run(tools) {
    const urls = await tools.database()
    const [heads, appends] = await Promise.all([
      tools.load<Head>('seal', { serverUrl: urls.serverUrl, seconds: seconds + 6 }),
      tools.load<Append>('append', { mode: 'ledger', ...urls, writers, seconds, actions: 20 }),
    ])
    const lag = await lags(urls.ownerUrl, heads)
    return [
      recorded('appends meanwhile, 16 writers', appends.length / seconds, 'appends/s'),
      recorded('events to a head', lag.length / heads.length, 'events'),
      recorded('seal lag p50', quantile(lag, 0.5), 'ms'),
      atMost('seal lag p99', quantile(lag, 0.99), 'ms', 1000),
      atMost('events left unsealed', appends.length - lag.length, 'events', 0),
    ]
  },
})
