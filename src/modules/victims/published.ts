import { buyerOutcomes } from '#modules/reports/public'
import { appealMailOf, appealTextOf } from './appeal-message.ts'
import { buyerMailOf, buyerTextOf } from './buyer-message.ts'
import { type Facts, mailOf, noticeOf, textOf } from './message.ts'
import { noMailTextOf, ownerMailOf, ownerMails } from './owner-message.ts'
import { inLanguage, isPartlyEnglish, type Key, say } from './say.ts'
import { en } from './sentences.ts'
import { decisions, type Template, templates } from './vocabulary.ts'
import type { Locale } from './welsh.ts'

/** Answers to texts, and mails to owners who have no case: each has no twin. */
export const publishedReplies = (locale: Locale = 'en'): string[] =>
  inLanguage(locale, () => (Object.keys(en) as Key[]).filter((key) => key.startsWith('reply.')).map((key) => say(key)))
/** What a victim’s own browser shows, whatever happened. */
export const publishedNotice = (locale: Locale = 'en'): string => noticeOf(locale)
export const publishedOwnerTexts = (locale: Locale = 'en'): string[] => [noMailTextOf(locale)]
export const publishedOwnerMails = (locale: Locale = 'en'): Published['mail'][] =>
  ownerMails.map((about) => ownerMailOf(about, locale))

/** What of all this can be sent in Welsh: what is not translated is sent in English, and stands there. */
export function publishedInWelsh(): { readonly texts: string[]; readonly mails: Published['mail'][] } {
  const english = new Set(publishedMessages().flatMap(({ text, mail }) => [text, mail.text]))
  const welsh = publishedMessages('cy')
  const ofOwners = publishedOwnerMails('cy').filter(({ text }, n) => text !== publishedOwnerMails()[n]?.text)
  return {
    texts: [
      ...welsh.map(({ text }) => text).filter((text) => !english.has(text)),
      ...publishedReplies('cy').filter((text) => !isPartlyEnglish(text)),
      ...[...publishedOwnerTexts('cy'), publishedNotice('cy')].filter(
        (text) => ![...publishedOwnerTexts(), publishedNotice()].includes(text),
      ),
    ],
    mails: [...welsh.map(({ mail }) => mail).filter(({ text }) => !english.has(text)), ...ofOwners],
  }
}

/** One message as it is sent: the text, and what stands in the e-mail. */
export type Published = { readonly text: string; readonly mail: { readonly subject: string; readonly text: string } }

const some: Facts = {
  ...{ word: 'harbour', at: '2026-11-27T14:02:00.000Z', next: '2026-11-28T14:02:00.000Z', country: 'DZ' },
  ...{ stopped: 3, networks: 4, lapsed: false, unproved: false, byCode: true, noHandset: false, ended: false },
  partners: 5,
  ...{ unit: '(the name of your unit)', contact: '(How to reach them.)' },
}
/** What changes the words of a message, where something does. */
const turns: Partial<Record<Template, readonly Partial<Facts>[]>> = {
  // Whoever is asked "was this you?" is never told the word.
  'was-this-you': [{ word: undefined }],
  'contact-added': [{}, { word: undefined }, { unproved: true }],
  'their-phone': [{}, { byCode: false }],
  lapsing: [{}, { ended: true }],
  lapsed: [{}, { ended: true }],
  decided: decisions.map((decision) => ({ decision })),
  heartbeat: [
    {},
    { networks: 0, stopped: 0 },
    { networks: 0, stopped: 0, noHandset: true },
    { lapsed: true },
    { word: undefined, withheld: true },
  ],
}

const ofCases = (locale: Locale) =>
  templates.flatMap((template) =>
    (turns[template] ?? [{}])
      .map((turn) => ({ ...some, ...turn }))
      .map((facts) => ({ text: textOf(template, facts, locale), mail: mailOf(template, facts, locale) })),
  )

/** Every message that a case can send, made by the code that sends it, with pretend values: so that anybody can compare. */
export const publishedMessages = (locale: Locale = 'en'): Published[] => [
  ...ofCases(locale),
  ...[true, false].map((granted) => ({ text: appealTextOf(granted), mail: appealMailOf(granted) })),
  ...buyerOutcomes.map((outcome) => ({ text: buyerTextOf(outcome), mail: buyerMailOf(outcome) })),
]
