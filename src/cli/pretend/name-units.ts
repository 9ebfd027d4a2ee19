import { nameUnit, Unit, type UnitTables } from '#modules/victims/public'
import { openDatabase } from '#platform/database'
import { pretendOrganisations } from '../../../simulators/identity-provider/accounts.ts'

const unitFor = (name: string): Unit =>
  Unit.parse({
    name: `the phone theft unit of ${name}`,
    contact: 'This is a demo: nobody answers.',
    hours: 'Every day, 8 am to 8 pm.',
  })

/** Names a unit for each pretend force, so that a demo shows whom a victim turns to. What somebody set stays. */
export async function namePretendUnits(ownerUrl: string): Promise<void> {
  const database = openDatabase<UnitTables>(ownerUrl, { max: 1, applicationName: 'ringback start' })
  try {
    const set = await database.kysely.selectFrom('case_unit').select('organisation').execute()
    const named = set.map(({ organisation }) => organisation)
    for (const { slug, name, sort } of pretendOrganisations)
      if (sort === 'force' && !named.includes(slug)) await nameUnit(database.kysely, slug, unitFor(name))
  } finally {
    await database.close()
  }
}
