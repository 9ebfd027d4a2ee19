import { z } from 'zod'
import { problem } from '#http'
import {
  boroughs,
  type CampaignTable,
  type Effect,
  effectOf,
  kits,
  languages,
  type VisitTable,
  visitsOf,
  wordsIn,
} from '#modules/campaigns/public'
import { theftsInPlace } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'
import { amount, monthName } from '../screen-text.ts'

/** One campaign: its poster, how often its page was opened, and the published thefts before and after (B74). */
export default definePage<CampaignTable & VisitTable>()({
  url: '/staff/campaigns/:campaign',
  title: 'Campaign',
  template: 'staff/campaign.njk',
  who: { act: 'look', record: 'campaign' },
  purpose: 'prevent-crime',
  params: z.object({ campaign: z.uuid() }),

  async load({ campaign: id }, { db, tenant }) {
    const row = await db
      .selectFrom('campaign')
      .selectAll()
      .where('campaign', '=', id)
      .where('tenant', '=', tenant)
      .executeTakeFirst()
    if (!row) return problem('not-found')
    const where = (boroughs as Readonly<Record<string, string>>)[row.place] ?? row.place
    const visits = await visitsOf(db, row.code)
    const effect = effectOf(row, await theftsInPlace(db, where))
    return {
      title: `${kits[row.kit].title}, ${where}`,
      ...{ code: row.code, starts: row.starts, ends: row.ends, where, visits },
      visited: visits.reduce((sum, one) => sum + one.visits, 0),
      untranslated: wordsIn(row.kit, row.languages).untranslated.map((one) => languages[one]),
      ...{ spans: spansOf(effect), says: sayEffect(effect, where) },
    }
  },
})

const spansOf = ({ before, after }: Effect) =>
  [
    ['Before', before],
    ['After', after],
  ].flatMap(([when, span]) =>
    typeof span === 'object'
      ? [
          {
            when,
            months: span.from === span.to ? monthName(span.from) : `${monthName(span.from)} to ${monthName(span.to)}`,
            ...{ here: amount(span.here), everywhere: amount(span.everywhere) },
          },
        ]
      : [],
  )

const change = (percent: number) =>
  percent === 0 ? 'stayed the same' : `${percent < 0 ? 'fell' : 'rose'} by ${Math.abs(percent)}%`

export function sayEffect({ after, change: by }: Effect, where: string): string {
  if (by) return `Thefts in ${where} ${change(by.here)}. In all places together they ${change(by.everywhere)}.`
  return after ? 'There were too few thefts to compare.' : 'The months after it are not published yet.'
}
