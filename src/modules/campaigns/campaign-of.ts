import type { Kysely } from 'kysely'
import { readPosterCode } from './plan.ts'
import type { CampaignTable } from './views/campaign.ts'

export type Campaign = CampaignTable['campaign']

/** The campaign whose poster carries this code. */
export async function campaignOf(db: Kysely<CampaignTable>, typed: string): Promise<Campaign | undefined> {
  const code = readPosterCode(typed)
  if (code === undefined) return undefined
  return db.selectFrom('campaign').selectAll().where('code', '=', code).executeTakeFirst()
}
