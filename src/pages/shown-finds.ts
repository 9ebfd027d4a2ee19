import type { FinderMessage, finds } from '#modules/safeguards/public'

/** Where a finder says that the phone is. */
const findWords: Readonly<Record<(typeof finds)[number], string>> = {
  'with-me': 'They say that they have it',
  'handed-in': 'They say that they handed it in',
  seen: 'They say that they saw it',
}

/** Messages of finders as a page shows them. */
export const shownFinds = (messages: readonly FinderMessage[]) =>
  messages.map(({ what, words = '', reply = false, ...one }) => ({ ...one, says: findWords[what], words, reply }))
