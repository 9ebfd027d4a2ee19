import { gsm, plainMarks } from '#lib/gsm'
import { inOne } from './message.ts'
import { languageTag, say } from './say.ts'
import type { Locale } from './welsh.ts'

/** What an owner is written who got ready and has no case: by e-mail alone. */
const parts = {
  found: ['mail.found.card', 'mail.found.have', 'mail.found.gone', 'mail.found.nothing'],
  checkup: ['mail.checkup.asked', 'mail.checkup.go', 'mail.checkup.no-more'],
  lost: ['mail.lost.who', 'mail.lost.again', 'mail.found.nothing'],
} as const
export type OwnerMail = keyof typeof parts
export const ownerMails = Object.keys(parts) as OwnerMail[]

/** In the language that the owner chose when they got ready. */
export const ownerMailOf = (about: OwnerMail, locale: Locale = 'en'): { subject: string; text: string } =>
  inOne(locale, () => ({
    subject: say(`mail.${about}.subject`),
    text: parts[about].map((key) => say(key)).join('\n\n'),
  }))

/** To the phone of an owner whose e-mail address is dead. Within one part in English; Welsh keeps its letters. */
export const noMailTextOf = (locale: Locale = 'en'): string =>
  inOne(locale, () => (languageTag() === 'cy' ? plainMarks : gsm)(say('text.no-mail')))
