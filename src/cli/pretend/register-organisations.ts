import { Organisation, type OrganisationTables, registerOrganisation } from '#http/sign-in/organisation'
import { nameBoroughs } from '#modules/patrol/public'
import { openDatabase } from '#platform/database'
import { pretendBoroughs, pretendOrganisations } from '../../../simulators/identity-provider/accounts.ts'

/** Registers the organisations whose staff the pretend identity provider signs in, and their boroughs. Only where demo is allowed. */
export async function registerPretendOrganisations(ownerUrl: string): Promise<void> {
  const database = openDatabase<OrganisationTables>(ownerUrl, { max: 1, applicationName: 'ringback start' })
  try {
    for (const one of pretendOrganisations) {
      const answer = await registerOrganisation(database.kysely, Organisation.parse(one))
      if (answer !== 'registered')
        throw new Error(`${one.slug} is a real organisation here: a demo needs a database of its own.`)
    }
    for (const [slug, boroughs] of Object.entries(pretendBoroughs))
      await nameBoroughs(database.kysely as never, slug, boroughs)
  } finally {
    await database.close()
  }
}
