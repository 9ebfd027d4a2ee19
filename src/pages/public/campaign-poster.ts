import { z } from 'zod'
import { problem } from '#http'
import { type CampaignTable, campaignOf, wordsIn } from '#modules/campaigns/public'
import { codeToScan } from '../code-to-scan.ts'
import { definePage } from '../define-page.ts'

/** The poster, to print on any paper: for councils, stations and shops, who need no account for it. Looking counts nothing. */
export default definePage<CampaignTable>()({
  url: '/c/:code/poster',
  title: 'Poster',
  template: 'public/campaign-poster.njk',
  who: 'anyone',
  params: z.object({ code: z.string().max(20) }),

  async load({ code }, { db, publicUrl }) {
    const campaign = await campaignOf(db, code)
    if (!campaign) return problem('not-found')
    const address = `${publicUrl.origin}/c/${campaign.code}`
    return {
      said: wordsIn(campaign.kit, campaign.languages).ready,
      address: address.replace(/^https?:\/\//, ''),
      scan: codeToScan(address),
    }
  },
})
