import {
  type ComplaintTables,
  complaintDesks,
  nameUnit,
  setComplaintDesk,
  Unit,
  type UnitTables,
} from '#modules/victims/public'
import { openDatabase } from '#platform/database'
import { pretendOrganisations } from '../../../simulators/identity-provider/accounts.ts'

const contact = 'This is a demo: nobody answers.'

const unitFor = (name: string): Unit =>
  Unit.parse({ name: `the phone theft unit of ${name}`, contact, hours: 'Every day, 8 am to 8 pm.' })

const desks = [
  { place: 1, about: 'How the police dealt with it', name: 'The complaints desk of a pretend force', contact },
  { place: 2, about: 'What that desk answered', name: 'A pretend body that oversees the police', contact },
  { place: 3, about: 'How your data were used', name: 'A pretend body that oversees data', contact },
]

/** Names a unit for each pretend force, and who takes complaints: a demo shows whom people turn to. What somebody set stays. */
export async function namePretendUnits(ownerUrl: string): Promise<void> {
  const options = { max: 1, applicationName: 'ringback start' }
  const database = openDatabase<ComplaintTables & UnitTables>(ownerUrl, options)
  try {
    const set = await database.kysely.selectFrom('case_unit').select('organisation').execute()
    const named = set.map(({ organisation }) => organisation)
    for (const { slug, name, sort } of pretendOrganisations)
      if (sort === 'force' && !named.includes(slug)) await nameUnit(database.kysely, slug, unitFor(name))
    if ((await complaintDesks(database.kysely)).length > 0) return
    for (const desk of desks) await setComplaintDesk(database.kysely, desk)
  } finally {
    await database.close()
  }
}
