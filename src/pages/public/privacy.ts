import { definePage } from '../define-page.ts'

/** What is kept about whom, in words; UK GDPR art. 13. */
export default definePage()({
  url: '/privacy',
  title: 'Privacy',
  template: 'public/privacy.njk',
  who: 'anyone',
})
