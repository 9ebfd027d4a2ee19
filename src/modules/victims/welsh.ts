/** The languages that a victim can be told things in. */
export const locales = ['en', 'cy'] as const
export type Locale = (typeof locales)[number]

/** In place of a Welsh sentence: a person has to write it. Until then it is said in English, and marked as English. */
export const toTranslate = Symbol('to be translated by a person')

export type Welsh = string | typeof toTranslate
