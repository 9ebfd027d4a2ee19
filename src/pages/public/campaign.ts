import { z } from 'zod'
import { problem } from '#http'
import { type CampaignTable, campaignOf, countVisit, kits, wordsIn } from '#modules/campaigns/public'
import { definePage } from '../define-page.ts'

/** Where a poster leads (B74). Its opening is counted for the day; who opened it is neither asked nor kept. */
export default definePage<CampaignTable>()({
  url: '/c/:code',
  title: 'Ringback',
  template: 'public/campaign.njk',
  who: 'anyone',
  params: z.object({ code: z.string().max(20) }),

  async load({ code }, { caller, db, now }) {
    const campaign = await campaignOf(db, code)
    if (!campaign) return problem('not-found')
    // Whoever runs the campaign looks at its page too, and was not reached by it.
    if (caller.kind === 'anyone') await countVisit(db, campaign.code, now())
    const { title, leadsTo } = kits[campaign.kit]
    return { title, leadsTo, said: wordsIn(campaign.kit, campaign.languages).ready }
  },
})
