import { definePage } from '../define-page.ts'

/** Accessibility statement, as the Public Sector Bodies (Websites and Mobile Applications) Accessibility Regulations 2018 reg. 8 ask of an adopting body. */
export default definePage()({
  url: '/accessibility',
  title: 'Accessibility statement',
  template: 'public/accessibility.njk',
  who: 'anyone',
})
