import { pretendBank } from './banks/bank.ts'
import { type Place, type Running, runSimulators } from './frame.ts'

/** Twenty banks whose apps are on London's phones. */
export const banks: readonly (readonly [slug: string, name: string])[] = [
  ['demo-barclays', 'Barclays (pretend)'],
  ['demo-hsbc', 'HSBC (pretend)'],
  ['demo-lloyds', 'Lloyds Bank (pretend)'],
  ['demo-natwest', 'NatWest (pretend)'],
  ['demo-santander', 'Santander (pretend)'],
  ['demo-nationwide', 'Nationwide (pretend)'],
  ['demo-halifax', 'Halifax (pretend)'],
  ['demo-monzo', 'Monzo (pretend)'],
  ['demo-starling', 'Starling Bank (pretend)'],
  ['demo-revolut', 'Revolut (pretend)'],
  ['demo-tsb', 'TSB (pretend)'],
  ['demo-royal-bank-of-scotland', 'Royal Bank of Scotland (pretend)'],
  ['demo-bank-of-scotland', 'Bank of Scotland (pretend)'],
  ['demo-first-direct', 'first direct (pretend)'],
  ['demo-co-operative-bank', 'The Co-operative Bank (pretend)'],
  ['demo-metro-bank', 'Metro Bank (pretend)'],
  ['demo-virgin-money', 'Virgin Money (pretend)'],
  ['demo-chase', 'Chase (pretend)'],
  ['demo-danske-bank', 'Danske Bank (pretend)'],
  ['demo-wise', 'Wise (pretend)'],
]

/** Starts only these of them: for a test that needs no more. */
export const startBanks =
  (...slugs: readonly string[]) =>
  (place: Place): Promise<Running[]> =>
    runSimulators(
      banks.filter(([slug]) => slugs.includes(slug)).map(([slug, name]) => pretendBank(slug, name, place.now)),
      place,
    )

/** Twenty banks, each a server of its own. */
export default (place: Place) => startBanks(...banks.map(([slug]) => slug))(place)
