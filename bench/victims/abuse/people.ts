import { chanceOf } from '../../../simulators/city/chance.ts'
import { someBirthDate, somePostcode, type Target } from '../../../simulators/city/red-team/agent.ts'
import { imeisOf } from '../truths.ts'

const first = [
  'Amina',
  'Ben',
  'Chloe',
  'Daniel',
  'Ella',
  'Farid',
  'Grace',
  'Hassan',
  'Isla',
  'James',
  'Karolina',
  'Liam',
  'Mohammed',
  'Nadia',
  'Olivia',
  'Priya',
  'Rhys',
  'Sarah',
  'Tom',
  'Zoe',
]
const last = [
  'Adams',
  'Ahmed',
  'Brown',
  'Clarke',
  'Davies',
  'Evans',
  'Green',
  'Hughes',
  'Jones',
  'Khan',
  'Lewis',
  'Murphy',
  'Nowak',
  'Patel',
  'Smith',
  'Taylor',
  'Walker',
  'Williams',
  'Wilson',
  'Young',
]

/** The n-th person of a town: follows from seed and number, and no two have one line or one handset. */
export function personAt(seed: number, n: number): Target {
  const chance = chanceOf(seed * 1_000_003 + n)
  const digits = String((n * 7_654_321 + seed) % 100_000_000).padStart(8, '0')
  return {
    line: `+447${1 + (n % 9)}${digits}`,
    name: `${chance.one(first)} ${chance.one(last)}`,
    born: someBirthDate(chance),
    postcode: somePostcode(chance),
    imeis: imeisOf(chance, n),
  }
}
