import type { Generated, Kysely } from 'kysely'
import { z } from 'zod'
import { type PartnerSort, partnerSorts, type Role } from '../access/vocabulary.ts'

/** Sorts of organisation. Those of `partnerSorts` may also call by machine; `host` is whoever runs this Ringback, and a
 * `gateway` carries texts and mail: it is only called, and has no staff here. `public` stands for whoever reports by the open pages. */
export const organisationSorts = ['transport', 'host', 'gateway', 'public', ...partnerSorts] as const
export type OrganisationSort = (typeof organisationSorts)[number]

export const Organisation = z.strictObject({
  slug: z.string().regex(/^[a-z][a-z0-9-]{1,62}$/, 'a short name in lower case: letters, digits and hyphens'),
  name: z.string().trim().min(2).max(120),
  sort: z.enum(organisationSorts),
  demo: z.boolean().default(false),
})
export type Organisation = z.infer<typeof Organisation>

export type OrganisationTables = { organisation: Organisation & { at: Generated<string> } }

const ofForces: readonly Role[] = [
  'control-room-operator',
  'response-officer',
  'neighbourhood-officer',
  'analyst',
  'detective',
  'exhibits-officer',
  'forensics-examiner',
  'safeguarding-officer',
  'records-officer',
  'comms-officer',
  'system-administrator',
]

const held: Partial<Record<OrganisationSort, readonly Role[]>> = {
  force: [...ofForces, 'transport-officer'],
  transport: ['control-room-operator', 'transport-officer', 'analyst', 'comms-officer'],
  host: ['system-administrator', 'records-officer'],
  gateway: [],
  public: [],
}

/** Whether staff of such an organisation may hold the role; a partner's staff hold the role of its sort and no other.
 * A bank's identity provider that claims `detective` for its staff gets nothing for it. */
export const mayHold = (role: string, sort: OrganisationSort): role is Role =>
  held[sort]?.some((own) => own === role) ?? role === sort

/** Narrows the sort of an organisation to those whose machines may call. */
export const isPartnerSort = (sort: string): sort is PartnerSort => partnerSorts.some((known) => known === sort)

export async function organisationOf(db: Kysely<OrganisationTables>, slug: string): Promise<Organisation | undefined> {
  return db
    .selectFrom('organisation')
    .select(['slug', 'name', 'sort', 'demo'])
    .where('slug', '=', slug)
    .executeTakeFirst()
}

/** Adds an organisation, or renames the one that is there. Its sort and whether it is pretend never change: refused then. */
export async function registerOrganisation(
  db: Kysely<OrganisationTables>,
  organisation: Organisation,
): Promise<'registered' | { refused: 'another-sort' }> {
  const kept = await db
    .insertInto('organisation')
    .values(organisation)
    .onConflict((on) =>
      on
        .column('slug')
        .doUpdateSet({ name: organisation.name })
        .where('organisation.sort', '=', organisation.sort)
        .where('organisation.demo', '=', organisation.demo),
    )
    .returning('slug')
    .executeTakeFirst()
  return kept ? 'registered' : { refused: 'another-sort' }
}
