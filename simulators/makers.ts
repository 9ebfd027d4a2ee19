import { type Place, type Running, runSimulators } from './frame.ts'
import { pretendMaker } from './makers/maker.ts'

export const makers: readonly (readonly [slug: string, name: string])[] = [
  ['demo-apple', 'Apple (pretend)'],
  ['demo-google', 'Google (pretend)'],
  ['demo-samsung', 'Samsung (pretend)'],
]

/** Three makers, each a server of its own. */
export default (place: Place): Promise<Running[]> =>
  runSimulators(
    makers.map(([slug, name]) => pretendMaker(slug, name, place.now)),
    place,
  )
