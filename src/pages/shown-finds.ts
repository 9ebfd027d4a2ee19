import type { finds } from '#modules/safeguards/public'

/** Where a finder says that the phone is. */
export const findWords: Readonly<Record<(typeof finds)[number], string>> = {
  'with-me': 'They say that they have it',
  'handed-in': 'They say that they handed it in',
  seen: 'They say that they saw it',
}
