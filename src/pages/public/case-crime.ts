import { crimeReferenceFor } from '#modules/victims/public'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

/**
 * The crime reference, which an insurer and a call to 101 ask for. A page of its own: the case page names no number, for somebody may read
 * over the shoulder. Why none is shown is said alike whatever the reason.
 */
export default definePage()({
  url: '/case/crime',
  title: 'Your crime reference',
  template: 'public/case-crime.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 20,
  perCode: 'visits',

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    return { told: (await crimeReferenceFor(context as never, held)) ?? false }
  },
})
