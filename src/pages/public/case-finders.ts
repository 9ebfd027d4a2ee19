import { finderMessages } from '#modules/safeguards/public'
import { definePage } from '../define-page.ts'
import { heldCase } from '../held-case.ts'

const where = {
  'with-me': 'They say that they have it',
  'handed-in': 'They say that they handed it in',
  seen: 'They say that they saw it',
}

/**
 * What finders wrote who read the lock-screen card. A page of its own, because it may name a place, and the case page never
 * does. Nobody's contact is on it, and there is no way to answer with one.
 */
export default definePage()({
  url: '/case/finders',
  title: 'Messages from finders',
  template: 'public/case-finders.njk',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,

  async load(_, context) {
    const held = await heldCase(context)
    if ('redirect' in held) return held
    const { hidden, messages } = await finderMessages(context as never, held.case)
    return { hidden, messages: messages.map(({ at, what, words = '' }) => ({ at, says: where[what], words })) }
  },
})
