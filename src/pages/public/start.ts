import { definePage } from '../define-page.ts'

/** The first page: what Ringback is and what one can do here. */
export default definePage()({
  url: '/',
  title: 'One report stops a stolen phone everywhere',
  template: 'public/start.njk',
  who: 'anyone',
})
