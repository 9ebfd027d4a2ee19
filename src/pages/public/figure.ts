import { z } from 'zod'
import { problem } from '#http'
import { figuresOf, lastTwelveMonths, measures } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'
import { barsOf, chartSays, figureText } from '../figure-chart.ts'

/** One published measure: the answer in a sentence, the picture, the same as a table, and how it is counted. */
export default definePage()({
  url: '/figures/:slug',
  title: 'Figure',
  template: 'public/figure.njk',
  who: 'anyone',
  params: z.object({ slug: z.string() }),

  async load({ slug }, { db }) {
    const measure = (await measures()).find((one) => one.slug === slug)
    if (!measure) return problem('not-found')
    const { title, plain, unit, caveats, hideBelow } = measure
    const figures = await figuresOf(db, measure, await lastTwelveMonths(db))
    return {
      title,
      measure: { slug, plain, unit, caveats, hideBelow },
      says: chartSays(figures, unit),
      chart: barsOf(figures, unit),
      months: figures.map((figure) => ({ month: figure.month, text: figureText(figure, unit) })),
    }
  },
})
