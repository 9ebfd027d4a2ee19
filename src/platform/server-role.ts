import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'
import type { Client } from 'pg'
import type { Config } from './config.ts'
import { localSecret } from './local-secret.ts'

/**
 * How the running server reaches the database: as a role that owns nothing. DATABASE_SERVER_URL when given, else the
 * owner's address with the login `<database>_login` and a password kept in the data folder.
 */
export function serverUrl(config: Pick<Config, 'databaseUrl' | 'databaseServerUrl' | 'dataDir'>): string {
  if (config.databaseServerUrl) return config.databaseServerUrl
  if (!config.databaseUrl)
    throw new Error('No database: set DATABASE_URL, or use ringback start, which brings its own.')
  return loginUrl(config.databaseUrl, localSecret(config.dataDir, 'postgres-server'))
}

/** The owner's address turned into that of the server's login role. */
export function loginUrl(ownerUrl: string, password: string): string {
  const url = new URL(ownerUrl)
  url.username = encodeURIComponent(`${decodeURIComponent(url.pathname.slice(1))}_login`)
  url.password = encodeURIComponent(password)
  return url.href
}

/**
 * Makes the login role of `url` (create or new password), lets it connect, and gives it the rights of ringback_server.
 * Done by the owner at every migrate, since roles and database settings are not part of a copied database.
 */
export async function grantServerRole(client: Client, url: string): Promise<void> {
  const role = decodeURIComponent(new URL(url).username)
  const name = client.escapeIdentifier(role)
  const database = client.escapeIdentifier(client.database ?? '')
  const known = await client.query('select rolsuper, rolbypassrls from pg_roles where rolname = $1', [role])
  if (known.rows[0]?.rolsuper)
    throw new Error(`The server must not be a superuser: give DATABASE_SERVER_URL a role of its own, not ${role}.`)
  const owner = await client.query('select current_user = $1 as same', [role])
  if (owner.rows[0]?.same)
    throw new Error('DATABASE_SERVER_URL and DATABASE_URL name the same role: the server must not own the tables.')
  const verifier = client.escapeLiteral(scramVerifier(decodeURIComponent(new URL(url).password)))
  await client.query(`${known.rowCount ? 'alter' : 'create'} role ${name} login inherit password ${verifier}`)
  await client.query(`grant ringback_server to ${name}`)
  await client.query(`grant connect on database ${database} to ${name}`)
  await client.query('grant usage on schema public to ringback_server')
  await client.query(`alter database ${database} set timezone to 'UTC'`)
}

// RFC 5803 form: a server that logs statements then logs no password.
function scramVerifier(password: string, salt = randomBytes(16), rounds = 4096): string {
  const salted = pbkdf2Sync(password, salt, rounds, 32, 'sha256')
  const hmac = (key: Buffer, what: string) => createHmac('sha256', key).update(what).digest()
  const stored = createHash('sha256').update(hmac(salted, 'Client Key')).digest('base64')
  return `SCRAM-SHA-256$${rounds}:${salt.toString('base64')}$${stored}:${hmac(salted, 'Server Key').toString('base64')}`
}
