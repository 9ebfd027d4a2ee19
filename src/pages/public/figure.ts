import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem } from '#http'
import { figuresOf, isDemo, lastTwelveMonths, measures } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'
import { figureView } from '../figure-chart.ts'

type Names = { organisation: { slug: string; name: string } }

/** One published measure: the answer in a sentence, the picture, the same as a table, and how it is counted. */
export default definePage<Names>()({
  url: '/figures/:slug',
  title: 'Figure',
  template: 'public/figure.njk',
  who: 'anyone',
  params: z.object({ slug: z.string() }),

  async load({ slug }, { db }) {
    const measure = (await measures()).find((one) => one.slug === slug)
    if (!measure) return problem('not-found')
    const { title, plain, columns, caveats, hideBelow, by = null } = measure
    const names = by ? await namesOf(db) : new Map<string, string>()
    const figures = await figuresOf(db, measure, await lastTwelveMonths(db))
    const simulated = (await isDemo(db))
      ? await figuresOf(db, measure, await lastTwelveMonths(db, { withThis: true }), 'simulated')
      : undefined
    return {
      title,
      measure: { slug, plain, columns, caveats, hideBelow, by },
      published: figureView(figures, measure, names),
      simulated: simulated ? figureView(simulated, measure, names) : null,
    }
  },
})

async function namesOf(db: Kysely<Names>): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('organisation').select(['slug', 'name']).execute()
  return new Map(rows.map(({ slug, name }) => [slug, name]))
}
