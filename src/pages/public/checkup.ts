import { allSteps } from '#modules/safeguards/public'
import { definePage } from '../define-page.ts'

const phones = Object.entries(allSteps).map(([sort, { phone }]) => ({ href: `/checkup/${sort}`, phone }))

/** Two minutes for a safe phone (B36): which phone is it? That much is in the address, and nothing else is ever sent. */
export default definePage()({
  url: '/checkup',
  title: 'Checkup: two minutes for your phone',
  template: 'public/checkup.njk',
  who: 'anyone',
  load: () => ({ phones }),
})
