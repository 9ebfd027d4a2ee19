import type { Kysely } from 'kysely'
import { type SentChannel, sentChannels } from './vocabulary.ts'

export type GatewayTables = {
  partner: { slug: string; connector: string; paused: boolean; config: { letters?: boolean } }
  organisation: { slug: string; sort: string }
}

export type Gateways = Partial<Record<SentChannel, string>>

/** Which contracts carry which channel, the better first. The one place where a gateway is chosen. */
const carriers: Record<SentChannel, readonly string[]> = {
  ...{ text: ['notify'], email: ['smtp', 'notify'], push: ['web-push'], letter: ['notify'] },
}

/** The gateway of each channel that has one; of several with the same contract the first by name. */
export async function gatewaysOf(db: Kysely<GatewayTables>): Promise<Gateways> {
  const rows = await db
    .selectFrom('partner')
    .innerJoin('organisation', 'organisation.slug', 'partner.slug')
    .select(['partner.slug', 'partner.connector', 'partner.config'])
    .where('organisation.sort', '=', 'gateway')
    .where('partner.connector', 'in', Object.values(carriers).flat())
    .orderBy('partner.paused')
    .orderBy('partner.slug')
    .execute()
  const carries = (row: (typeof rows)[number], channel: SentChannel, carrier: string) =>
    row.connector === carrier && (channel !== 'letter' || row.config.letters === true)
  const of = (channel: SentChannel) =>
    carriers[channel].flatMap((carrier) => rows.find((row) => carries(row, channel, carrier))?.slug ?? [])[0]
  return Object.fromEntries(
    sentChannels.flatMap((channel) => {
      const slug = of(channel)
      return slug ? [[channel, slug]] : []
    }),
  )
}
