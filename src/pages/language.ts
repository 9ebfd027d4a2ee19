import { z } from 'zod'
import { english, englishEnds, type Locale, locales } from '#modules/victims/public'

/** The part of a page's address that says in which language it is read. Anything else there is English. */
export const LanguageAsked = z.object({ lang: z.string().max(10).optional() })

export const languageOf = ({ lang }: { lang?: unknown }): Locale => locales.find((one) => one === lang) ?? 'en'

/** The same address, to be read in this language. */
export const addressIn = (url: string, locale: Locale): string => (locale === 'en' ? url : `${url}?lang=${locale}`)

const names: Readonly<Record<Locale, string>> = { en: 'English', cy: 'Cymraeg' }

/** The other languages that a page can be read in, as links. */
export const otherLanguages = (url: string, locale: Locale) =>
  locales.filter((one) => one !== locale).map((one) => ({ lang: one, text: names[one], href: addressIn(url, one) }))

const title = /<title>[^<]*|<[^>]*>/.source
const marks = new RegExp(`${title}|${english}|${englishEnds}`, 'g')

/** Makes of the marks around English what a screen reader pronounces by. An attribute and the title cannot hold any. */
export const englishMarked = (html: string): string =>
  html.replaceAll(marks, (found) => {
    if (found === english) return '<span lang="en">'
    if (found === englishEnds) return '</span>'
    return found.replaceAll(english, '').replaceAll(englishEnds, '')
  })
