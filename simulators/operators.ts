import { type Place, type Running, runSimulators } from './frame.ts'
import { pretendOperator } from './operators/operator.ts'

/**
 * Ofcom's drama range (07700 900000 to 900999), shared out: slug, name and last digits with which a number begins. A virtual
 * operator's numbers lie within its host's, so the longest beginning counts.
 */
export const operators: readonly (readonly [slug: string, name: string, endings: readonly string[]])[] = [
  ['demo-ee', 'EE (pretend)', ['0', '1', '2']],
  ['demo-o2', 'O2 (pretend)', ['3', '4', '5']],
  ['demo-vodafone', 'Vodafone (pretend)', ['6', '7']],
  ['demo-three', 'Three (pretend)', ['8', '9']],
  ['demo-lycamobile', 'Lycamobile (pretend)', ['28']],
  ['demo-1pmobile', '1pMobile (pretend)', ['29']],
  ['demo-sky-mobile', 'Sky Mobile (pretend)', ['56']],
  ['demo-giffgaff', 'giffgaff (pretend)', ['57', '58']],
  ['demo-tesco-mobile', 'Tesco Mobile (pretend)', ['59']],
  ['demo-voxi', 'VOXI (pretend)', ['77']],
  ['demo-lebara', 'Lebara (pretend)', ['78']],
  ['demo-talkmobile', 'Talkmobile (pretend)', ['79']],
  ['demo-id-mobile', 'iD Mobile (pretend)', ['98']],
  ['demo-smarty', 'SMARTY (pretend)', ['99']],
]

/** Asked by CAMARA's interfaces who holds a line. */
const camara = ['demo-smarty']

const contractOf = ({ now }: Place, [slug, name, endings]: (typeof operators)[number]) =>
  pretendOperator({
    ...{ slug, name, now, camara: camara.includes(slug) },
    numberRanges: endings.map((ending) => `+447700900${ending}`),
  })

/** Starts only these of them: for a test that needs no more. */
export const startOperators =
  (...slugs: readonly string[]) =>
  (place: Place): Promise<Running[]> =>
    runSimulators(
      operators.filter(([slug]) => slugs.includes(slug)).map((one) => contractOf(place, one)),
      place,
    )

/** Four networks and ten virtual operators, each a server of its own. */
export default (place: Place) => startOperators(...operators.map(([slug]) => slug))(place)
