import type pg from 'pg'
import { z } from 'zod'
import type { PartnerKey } from './receipts.ts'

/** One partner: a row, because many keep the same contract and differ only in address, name and keys. */
export type Partner = {
  readonly slug: string
  /** As people read it on a case page. Name, sort and whether it is pretend stand with the organisation. */
  readonly name: string
  readonly sort: string
  readonly connector: string
  readonly config: unknown
  readonly timeoutMs: number
  readonly concurrency: number
  readonly paused: boolean
  readonly demo: boolean
  readonly keys: readonly PartnerKey[]
}

type Queryable = Pick<pg.Pool, 'query'>

const selectPartners = `
select slug, name, sort, demo, connector, config, timeout_ms as "timeoutMs", concurrency, paused,
  coalesce((
    select json_agg(json_build_object('kid', kid, 'publicKey', public_key,
      'validFrom', extract(epoch from valid_from) * 1000, 'validUntil', extract(epoch from valid_until) * 1000) order by kid)
    from partner_key where partner = slug
  ), '[]') as keys
from partner join organisation using (slug) where $1::text is null or slug = $1 order by slug`

/** All partners with their keys. */
export async function readPartners(db: Queryable): Promise<Partner[]> {
  return (await db.query<Partner>(selectPartners, [null])).rows.map(withKeys)
}

export async function readPartner(db: Queryable, slug: string): Promise<Partner | undefined> {
  return (await db.query<Partner>(selectPartners, [slug])).rows.map(withKeys)[0]
}

// json has no undefined: a key without an end comes as null.
const withKeys = (row: Partner): Partner => ({
  ...row,
  keys: row.keys.map((key) => ({ ...key, validUntil: key.validUntil ?? undefined })),
})

/** What a person writes down about how to reach an organisation that is known already. */
export const Registration = z.object({
  slug: z.string(),
  connector: z.string(),
  config: z.record(z.string(), z.unknown()),
  timeoutMs: z.int().min(50).max(60_000).default(5_000),
  concurrency: z.int().min(1).max(256).default(8),
  paused: z.boolean().default(false),
})

/** Registers how a partner is reached, or changes it; a running dispatcher takes it up at once. */
export async function registerPartner(db: Queryable, registration: z.input<typeof Registration>): Promise<void> {
  const { slug, connector, config, timeoutMs, concurrency, paused } = Registration.parse(registration)
  await db.query(
    `insert into partner (slug, connector, config, timeout_ms, concurrency, paused) values ($1, $2, $3, $4, $5, $6)
     on conflict (slug) do update set connector = excluded.connector, config = excluded.config,
       timeout_ms = excluded.timeout_ms, concurrency = excluded.concurrency, paused = excluded.paused`,
    [slug, connector, JSON.stringify(config), timeoutMs, concurrency, paused],
  )
  await db.query(`select pg_notify('partner', '')`)
}

/** Stops or resumes all sending to one partner. What is owed meanwhile stays owed. */
export async function pausePartner(db: Queryable, slug: string, paused: boolean): Promise<boolean> {
  const { rowCount } = await db.query('update partner set paused = $2 where slug = $1', [slug, paused])
  await db.query(`select pg_notify('partner', '')`)
  return rowCount === 1
}

/** Keys as a partner publishes them (RFC 7517, RFC 8037). */
export const KeySet = z.object({
  keys: z
    .array(
      z.object({
        kty: z.literal('OKP'),
        crv: z.literal('Ed25519'),
        kid: z.string().min(1).max(120),
        x: z.string().regex(/^[\w-]{43}$/),
      }),
    )
    .min(1)
    .max(20),
})

/**
 * Makes these the partner's keys from now on: new ones are added, those not named end now and still vouch for what they
 * signed before. A kid never changes its key: then it throws.
 */
export async function registerKeys(db: Queryable, slug: string, keySet: z.input<typeof KeySet>): Promise<void> {
  const { keys } = KeySet.parse(keySet)
  const kids = keys.map(({ kid }) => kid)
  const publicKeys = keys.map(({ x }) => x)
  const { rows } = await db.query<{ kid: string }>(
    `select kid from partner_key join unnest($2::text[], $3::text[]) as given(kid, public_key) using (kid)
     where partner = $1 and partner_key.public_key <> given.public_key`,
    [slug, kids, publicKeys],
  )
  if (rows.length > 0) throw new Error(`Partner ${slug} changed its key ${rows[0]?.kid}: a new key needs a new kid.`)
  await db.query(
    `with ended as (
       update partner_key set valid_until = now() where partner = $1 and valid_until is null and kid <> all($2)
     )
     insert into partner_key (partner, kid, public_key, valid_from)
     select $1, kid, public_key, now() from unnest($2::text[], $3::text[]) as given(kid, public_key)
     on conflict do nothing`,
    [slug, kids, publicKeys],
  )
  await db.query(`select pg_notify('partner', '')`)
}
