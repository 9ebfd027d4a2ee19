import { createHash, randomBytes } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import type { Purpose, Role } from '../access/vocabulary.ts'
import type { OrganisationTables } from './organisation.ts'

export type SessionTables = OrganisationTables & {
  staff: { id: string; subject_hash: Buffer }
  staff_session: {
    id_hash: Buffer
    staff: string
    organisation: string
    roles: Role[]
    purpose: string | null
    created_at: string
    seen_at: string
    expires_at: string
    ended_at: string | null
  }
}

/** How long a session lasts: ended when idle for one, and in any case after the other. */
export type SessionLimits = { idleMinutes: number; hours: number }
export const sessionLimits: SessionLimits = { idleMinutes: 60, hours: 12 }

/** A member of staff as their session knows them: opaque id, organisation, roles, and the purpose chosen. */
export type Session = { staff: string; organisation: string; roles: Role[]; purpose: Purpose | null }

const MINUTE = 60_000
const later = (now: Date, minutes: number) => new Date(now.getTime() + minutes * MINUTE).toISOString()
const KEPT_DAYS = 30

/** What the database keeps of a token: a thief of the table cannot make a cookie from it. */
const hashed = (token: string) => createHash('sha256').update(token).digest()

/** The lasting, random id of the person whom this issuer calls by this subject. The subject itself is not kept. */
export async function staffId(db: Kysely<SessionTables>, issuer: string, subject: string): Promise<string> {
  const subject_hash = createHash('sha256')
    .update(JSON.stringify([issuer, subject]))
    .digest()
  const row = await db
    .insertInto('staff')
    .values({ id: randomBytes(16).toString('base64url'), subject_hash })
    .onConflict((on) => on.column('subject_hash').doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? (await known(db, subject_hash))
}

const known = async (db: Kysely<SessionTables>, subject_hash: Buffer) =>
  (await db.selectFrom('staff').select('id').where('subject_hash', '=', subject_hash).executeTakeFirstOrThrow()).id

/** Opens a session under a new token, and ends the one that the browser had before (so that none can be planted). */
export async function beginSession(
  db: Kysely<SessionTables>,
  session: Omit<Session, 'purpose'>,
  { now, limits, before }: { now: Date; limits: SessionLimits; before?: string | undefined },
): Promise<string> {
  const token = randomBytes(32).toString('base64url')
  const expires_at = later(now, limits.hours * 60)
  await db.transaction().execute(async (tx) => {
    if (before) await endSession(tx, before, now)
    await tx
      .deleteFrom('staff_session')
      .where('expires_at', '<', later(now, -KEPT_DAYS * 24 * 60))
      .execute()
    const times = { created_at: later(now, 0), seen_at: later(now, 0), expires_at, ended_at: null }
    await tx
      .insertInto('staff_session')
      .values({ ...session, ...times, id_hash: hashed(token), purpose: null })
      .execute()
  })
  return token
}

/** The open session of a token, or undefined when there is none, it was ended, or it sat idle too long. */
export async function openSession(
  db: Kysely<SessionTables>,
  token: string,
  { now, limits }: { now: Date; limits: SessionLimits },
): Promise<(Session & { demo: boolean; name: string }) | undefined> {
  const row = await db
    .selectFrom('staff_session')
    .innerJoin('organisation', 'organisation.slug', 'staff_session.organisation')
    .select(['staff', 'organisation', 'roles', 'purpose', 'demo', 'organisation.name'])
    .select((eb) => eb('seen_at', '<=', later(now, -1)).as('stale'))
    .where('id_hash', '=', hashed(token))
    .where('ended_at', 'is', null)
    .where('expires_at', '>', later(now, 0))
    .where('seen_at', '>', later(now, -limits.idleMinutes))
    .executeTakeFirst()
  if (!row) return undefined
  const { stale, purpose, ...session } = row
  // Written at most once a minute: a page with twenty requests must not cost twenty row versions.
  if (stale) await seen(db, token, now)
  return { ...session, purpose: purpose as Purpose | null }
}

const seen = (db: Kysely<SessionTables>, token: string, now: Date) =>
  db
    .updateTable('staff_session')
    .set({ seen_at: sql`greatest(seen_at, ${later(now, 0)}::timestamptz)` })
    .where('id_hash', '=', hashed(token))
    .where('ended_at', 'is', null)
    .execute()

/** The purpose for which the officer acts from now on, until another is chosen. */
export async function choosePurpose(db: Kysely<SessionTables>, token: string, purpose: Purpose): Promise<void> {
  await db.updateTable('staff_session').set({ purpose }).where('id_hash', '=', hashed(token)).execute()
}

/** Ends one session: the cookie, also a stolen copy of it, opens nothing from now on. */
export async function endSession(db: Kysely<SessionTables>, token: string, now: Date): Promise<void> {
  const end = db
    .updateTable('staff_session')
    .set({ ended_at: later(now, 0) })
    .where('ended_at', 'is', null)
  await end.where('id_hash', '=', hashed(token)).execute()
}

/** Ends every session of a member of staff, on all machines. */
export async function endEverySession(db: Kysely<SessionTables>, staff: string, now: Date): Promise<void> {
  const end = db
    .updateTable('staff_session')
    .set({ ended_at: later(now, 0) })
    .where('ended_at', 'is', null)
  await end.where('staff', '=', staff).execute()
}
