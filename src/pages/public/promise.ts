import { figuresOf, isDemo, lastTwelveMonths, measures } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'

/** The service standard, and how far it was kept (B01). The times are those of `victims/clocks.ts` and `victims/promise.ts`. */
export default definePage()({
  url: '/promise',
  title: 'What we promise',
  template: 'public/promise.njk',
  who: 'anyone',

  async load(_, { db }) {
    const measure = (await measures()).find(({ slug }) => slug === 'promises-kept')
    if (!measure) throw new Error('The measure promises-kept is gone: the page of promises rests on it.')
    const demo = await isDemo(db)
    const source = demo ? 'simulated' : 'published'
    const { total } = await figuresOf(db, measure, await lastTwelveMonths(db, { withThis: demo }), source)
    const { percent } = total.cells
    return { demo, kept: percent?.status === 'shown' ? percent.value : false }
  },
})
