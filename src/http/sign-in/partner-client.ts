import { randomBytes } from 'node:crypto'
import type { Generated, Kysely } from 'kysely'
import type { OrganisationTables } from './organisation.ts'
import { hashOf, newSecret } from './secret.ts'

export type ClientTables = OrganisationTables & {
  partner_client: {
    client_id: string
    organisation: string
    secret_hash: string | null
    created_at: Generated<string>
    expires_at: string | null
    revoked_at: string | null
  }
  partner_key: {
    partner: string
    kid: string
    public_key: string
    valid_from: Generated<string>
    valid_until: string | null
  }
  partner_assertion: { jti_hash: Buffer; expires_at: string }
}

/** What a partner is given once; only a hash of the secret stays here. */
export type Credentials = { clientId: string; secret: string }

/** Gives an organisation's machine a client id and a secret of its own. */
export async function addClient(db: Kysely<ClientTables>, organisation: string): Promise<Credentials> {
  const credentials = { clientId: `${organisation}.${randomBytes(6).toString('hex')}`, secret: newSecret() }
  await db
    .insertInto('partner_client')
    .values({
      client_id: credentials.clientId,
      organisation,
      secret_hash: await hashOf(credentials.secret),
      expires_at: null,
      revoked_at: null,
    })
    .execute()
  return credentials
}

/** Gives a new client in place of an old one, which goes on working until `until` so that nothing stands still. */
export async function rotateClient(
  db: Kysely<ClientTables>,
  clientId: string,
  { now, until }: { now: Date; until: Date },
): Promise<Credentials | { refused: 'unknown-client' }> {
  return db.transaction().execute(async (tx) => {
    const old = await tx
      .updateTable('partner_client')
      .set({ expires_at: until.toISOString() })
      .where('client_id', '=', clientId)
      .where('revoked_at', 'is', null)
      .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now.toISOString())]))
      .returning('organisation')
      .executeTakeFirst()
    return old ? addClient(tx, old.organisation) : { refused: 'unknown-client' }
  })
}

/** Takes every client and key of an organisation out of use from now on. What it signed before stays verifiable. */
export async function removePartner(
  db: Kysely<ClientTables>,
  slug: string,
  now: Date,
): Promise<{ clients: number; keys: number }> {
  const at = now.toISOString()
  return db.transaction().execute(async (tx) => {
    const clients = tx.updateTable('partner_client').set({ revoked_at: at }).where('organisation', '=', slug)
    const revoked = await clients.where('revoked_at', 'is', null).executeTakeFirst()
    const keys = tx.updateTable('partner_key').set({ valid_until: at }).where('partner', '=', slug)
    const ended = await keys
      .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', at)]))
      .executeTakeFirst()
    return { clients: Number(revoked.numUpdatedRows), keys: Number(ended.numUpdatedRows) }
  })
}

/** One organisation as a person looks it over: how many machines may call now, and how many keys count now. */
export type Listed = { slug: string; name: string; sort: string; demo: boolean; clients: string[]; keys: string[] }

export async function listOrganisations(db: Kysely<ClientTables>, now: Date): Promise<Listed[]> {
  const at = now.toISOString()
  const organisations = await db
    .selectFrom('organisation')
    .select(['slug', 'name', 'sort', 'demo'])
    .orderBy('slug')
    .execute()
  const clients = await db
    .selectFrom('partner_client')
    .select(['organisation', 'client_id'])
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at)]))
    .orderBy('created_at')
    .execute()
  const keys = await db
    .selectFrom('partner_key')
    .select(['partner', 'kid'])
    .where((eb) => eb.or([eb('valid_until', 'is', null), eb('valid_until', '>', at)]))
    .orderBy('valid_from')
    .execute()
  return organisations.map((one) => ({
    ...one,
    clients: clients.filter(({ organisation }) => organisation === one.slug).map(({ client_id }) => client_id),
    keys: keys.filter(({ partner }) => partner === one.slug).map(({ kid }) => kid),
  }))
}
