import { definePage } from '../define-page.ts'

/** What to do without a network: the installed app keeps this page, and shows it when nothing else comes. */
export default definePage()({
  url: '/mine/offline',
  title: 'You have no network',
  template: 'public/mine-offline.njk',
  who: 'anyone',
  load: () => ({}),
})
