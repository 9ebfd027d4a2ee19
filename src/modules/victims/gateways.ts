import type { Kysely } from 'kysely'
import type { Channel } from './vocabulary.ts'

export type GatewayTables = {
  partner: { slug: string; connector: string; paused: boolean }
  organisation: { slug: string; sort: string }
}

type Sent = Exclude<Channel, 'page'>
export type Gateways = Partial<Record<Sent, string>>

/** Which contracts carry which channel, the better first. The one place where a gateway is chosen. */
const carriers: Record<Sent, readonly string[]> = { text: ['notify'], email: ['smtp', 'notify'], push: ['web-push'] }

/** The gateway of each channel that has one; of several with the same contract the first by name. */
export async function gatewaysOf(db: Kysely<GatewayTables>): Promise<Gateways> {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('organisation', 'organisation.slug', 'partner.slug')
    .select(['partner.slug', 'partner.connector'])
    .where('organisation.sort', '=', 'gateway')
    .where('partner.connector', 'in', Object.values(carriers).flat())
    .orderBy('partner.paused')
    .orderBy('partner.slug')
    .execute()
  const of = (channel: Sent) =>
    carriers[channel].flatMap((carrier) => rows.find(({ connector }) => connector === carrier)?.slug ?? [])[0]
  return Object.fromEntries(
    (Object.keys(carriers) as Sent[]).flatMap((channel) => {
      const slug = of(channel)
      return slug ? [[channel, slug]] : []
    }),
  )
}
