import { z } from 'zod'
import { seeOther } from '#http'
import {
  boroughIds,
  boroughs,
  type CampaignTable,
  kitIds,
  kits,
  languageCodes,
  languages,
  planOf,
} from '#modules/campaigns/public'
import { dayField } from '../day-field.ts'
import { definePage } from '../define-page.ts'

const says = {
  'ends-before-it-starts': ['ends', 'The last day is before the first'],
  'too-long': ['ends', 'A campaign lasts a year at most'],
  'code-taken': ['place', 'Press the button once more'],
  'key-reused': ['place', 'Press the button once more'],
  busy: ['place', 'We are busy. Press the button once more'],
} as const

const choices = {
  places: Object.entries(boroughs).map(([value, text]) => ({ value, text })),
  kits: Object.entries(kits).map(([value, { title }]) => ({ value, text: title })),
  languages: Object.entries(languages).map(([value, text]) => ({ value, text })),
}

/** A force’s campaigns, and the form that plans one: what is said, where, when and in which languages (B74). */
export default definePage<CampaignTable>()({
  url: '/staff/campaigns',
  title: 'Campaigns',
  template: 'staff/campaigns.njk',
  who: { act: 'change', record: 'campaign' },
  purpose: 'prevent-crime',

  async load(_, { db, tenant }) {
    const rows = await db
      .selectFrom('campaign')
      .selectAll()
      .where('tenant', '=', tenant)
      .orderBy('starts', 'desc')
      .limit(100)
      .execute()
    const planned = rows.map(({ kit, place, ...row }) => ({
      ...row,
      title: kits[kit].title,
      where: boroughName(place),
    }))
    return { planned, choices }
  },

  form: z.object({
    kit: z.enum(kitIds, 'Choose what it is about'),
    place: z.enum(boroughIds, 'Choose a borough'),
    starts: dayField('Enter the first day, like 1 12 2026'),
    ends: dayField('Enter the last day, like 31 12 2026'),
    languages: z.array(z.enum(languageCodes, 'Choose a language')).min(1, 'Choose a language'),
  }),

  async act(plan, context) {
    const done = await planOf(context, plan)
    if ('campaign' in done) return seeOther(`/staff/campaigns/${done.campaign}`)
    const [field, words] = says[done.refused]
    return { errors: [{ field, says: words }] }
  },
})

const boroughName = (place: string) => (boroughs as Readonly<Record<string, string>>)[place] ?? place
