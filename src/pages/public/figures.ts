import { measures } from '#modules/statistics/public'
import { definePage } from '../define-page.ts'

/** Every published measure, in the words of its own file. */
export default definePage()({
  url: '/figures',
  title: 'Figures',
  template: 'public/figures.njk',
  who: 'anyone',
  load: async () => ({ measures: (await measures()).map(({ slug, title, plain }) => ({ slug, title, plain })) }),
})
