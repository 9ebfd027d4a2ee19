import type { Kysely } from 'kysely'

export type PretendTables = {
  partner: { slug: string; config: unknown }
  organisation: { slug: string; name: string; sort: string; demo: boolean }
}

/** A pretend partner and where it listens. */
export type PretendPartner = { readonly slug: string; readonly name: string; readonly baseUrl: string }

/** The pretend partners of one sort. A real partner is never among them: the demo gives them commands. */
export async function pretendPartners(db: Kysely<PretendTables>, sort: string): Promise<PretendPartner[]> {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('organisation', 'organisation.slug', 'partner.slug')
    .select(['partner.slug', 'organisation.name', 'partner.config'])
    .where('organisation.sort', '=', sort)
    .where('organisation.demo', '=', true)
    .orderBy('partner.slug')
    .execute()
  return rows.map(({ slug, name, config }) => ({ slug, name, baseUrl: (config as { baseUrl: string }).baseUrl }))
}

const patienceMs = 3_000

/** Gives a pretend partner one of its own commands, such as `/_attach`. Undefined when it does not answer. */
export async function command(
  { baseUrl }: PretendPartner,
  path: `/_${string}`,
  body: object,
): Promise<Record<string, unknown> | undefined> {
  const init = { method: 'POST', body: JSON.stringify(body), signal: AbortSignal.timeout(patienceMs) }
  return (await jsonOf(`${baseUrl}${path}`, init)) as Record<string, unknown> | undefined
}

/** What this operator's equipment register says of a handset that asks for service (N5g-eir, 3GPP TS 29.511). */
export async function admits({ baseUrl }: PretendPartner, imei: string): Promise<boolean | undefined> {
  const url = `${baseUrl}/n5g-eir-eic/v1/equipment-status?pei=imei-${imei}`
  const said = (await jsonOf(url, { signal: AbortSignal.timeout(patienceMs) })) as { status?: unknown } | undefined
  return said && said.status !== 'BLACKLISTED'
}

async function jsonOf(url: string, init: RequestInit): Promise<unknown> {
  try {
    return await (await fetch(url, init)).json()
  } catch {
    return undefined // it is away, as a partner may be
  }
}
