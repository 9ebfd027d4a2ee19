import { pretendExchange } from './exchanges/exchange.ts'
import { type Place, type Running, runSimulators } from './frame.ts'

export const exchanges: readonly (readonly [slug: string, name: string])[] = [
  ['demo-coinbase', 'Coinbase (pretend)'],
  ['demo-kraken', 'Kraken (pretend)'],
  ['demo-binance', 'Binance (pretend)'],
]

/** Three crypto exchanges, each a server of its own. */
export default (place: Place): Promise<Running[]> =>
  runSimulators(
    exchanges.map(([slug, name]) => pretendExchange(slug, name, place.now)),
    place,
  )
