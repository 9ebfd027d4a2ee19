import type { Kysely } from 'kysely'

export type GatewayTable = { partner: { slug: string; connector: string } }

const connectors = { 'send-text': ['notify'], 'send-email': ['smtp', 'notify'] }

/** Who carries a text or a mail for us: one partner, or none while no gateway is there. */
export async function gatewayFor(db: Kysely<GatewayTable>, kind: keyof typeof connectors): Promise<string[]> {
  const rows = await db
    .selectFrom('partner')
    .select(['slug', 'connector'])
    .where('connector', 'in', connectors[kind])
    .orderBy('slug')
    .execute()
  const [first] = rows.sort((a, b) => connectors[kind].indexOf(a.connector) - connectors[kind].indexOf(b.connector))
  return first ? [first.slug] : []
}
