import { definePage } from '../define-page.ts'

/** The first page: what Ringback is and what one can do here. */
export default definePage()({
  url: '/',
  title: 'Report once, and we ask everyone to stop your phone',
  template: 'public/start.njk',
  who: 'anyone',
})
