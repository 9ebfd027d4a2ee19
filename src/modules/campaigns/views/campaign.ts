import { defineView } from '#ledger'
import { CampaignPlanned } from '../events/campaign-planned.ts'
import type { KitId } from '../kits.ts'
import type { Language } from '../vocabulary.ts'

export type CampaignTable = {
  campaign: {
    campaign: string
    tenant: string
    code: string
    place: string
    kit: KitId
    languages: Language[]
    starts: string
    ends: string
    planned_at: string
  }
}

/** Every campaign. Inline: its code is unique in the same transaction, and the poster is printed at once. */
export const campaign = defineView<CampaignTable>('campaign', 'inline', (on) => [
  on(CampaignPlanned, (db, planned, { tenant, at }) =>
    db.insertInto('campaign').values({ ...planned, tenant, planned_at: at }),
  ),
])
