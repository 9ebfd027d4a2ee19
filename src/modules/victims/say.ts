import { cy } from './sentences/cy.ts'
import { en } from './sentences.ts'
import { type Locale, toTranslate } from './welsh.ts'

export type Key = keyof typeof en
/** What is put into a sentence. One that is itself said in a language is a function: it is asked in that of the sentence. */
export type Values = Readonly<Record<string, string | number | (() => string)>>

/** Between these stands, in Welsh, what can only be said in English yet (Unicode's isolates: a part in another language). */
export const [english, englishEnds] = ['\u2068', '\u2069']

/** Whether something in it could only be said in English. */
export const isPartlyEnglish = (text: string) => text.includes(english)

const tags = { en: 'en-GB', cy: 'cy' } as const satisfies Record<Locale, string>
const made = (locale: Locale) => ({
  locale,
  tag: tags[locale],
  plurals: new Intl.PluralRules(tags[locale]),
  countries: new Intl.DisplayNames(tags[locale], { type: 'region', fallback: 'none' }),
})
type Language = ReturnType<typeof made>
const languages: Readonly<Record<Locale, Language>> = { en: made('en'), cy: made('cy') }
let now: Language = languages.en

/**
 * All that is said inside `tell`, at once, is in this language. Which language is a matter of who reads, not of what
 * happened, so what lies between the page and the sentence knows nothing of it.
 */
export function inLanguage<T>(locale: Locale, tell: () => T): T {
  const before = now
  now = languages[locale]
  try {
    const told = tell()
    if (told instanceof Promise) throw new Error('Nothing may wait inside a language: ask first, then say.')
    return told
  } finally {
    now = before
  }
}

/** How dates and lists are written in the language of this moment: a BCP 47 tag. */
export const languageTag = (): (typeof tags)[Locale] => now.tag

/**
 * One sentence of the catalogue with its values put in. Placeholders as in ICU messages: `{name}`, and
 * `{n, plural, one {# network} other {# networks}}`. A value that is missing is a fault: a hole is never shown.
 */
export function say(key: Key, values: Values = {}): string {
  if (now.locale === 'en') return fill(en[key], values, key)
  const welsh = cy[key]
  if (welsh !== toTranslate) return fill(welsh, values, key)
  return asEnglish(inLanguage('en', () => fill(en[key], values, key)))
}

/** What has no Welsh yet, marked as English where Welsh is spoken. */
export const asEnglish = (text: string): string => (now.locale === 'en' ? text : `${english}${text}${englishEnds}`)

const placeholder = /\{(\w+)(?:, plural,((?: \w+ \{[^{}]*\})+))?\}/g
const form = /(\w+) \{([^{}]*)\}/g

function fill(text: string, values: Values, key: string): string {
  return text.replace(placeholder, (_, name: string, plural?: string) => {
    const given = values[name]
    const value = typeof given === 'function' ? given() : given
    if (value === undefined) throw new Error(`The sentence ${key} needs ${name}.`)
    if (plural === undefined) return String(value)
    const forms = new Map([...plural.matchAll(form)].map(([, when = '', says = '']) => [when, says]))
    const says = forms.get(now.plurals.select(Number(value))) ?? forms.get('other')
    if (says === undefined) throw new Error(`The sentence ${key} has no word for other ${name}.`)
    return says.replaceAll('#', String(value))
  })
}

/** In Welsh `and` is `a` before a consonant and `ac` before a vowel; the data of Unicode leave that open. */
const welshAnd = (text: string) => text.replaceAll(/ a\(c\) (?=([aeiouwy])?)/gi, (_, vowel) => (vowel ? ' ac ' : ' a '))

/** `EE, O2 and Vodafone`; `or` for what cannot be used on any of them. */
export const listed = (names: readonly string[], type: 'conjunction' | 'disjunction' = 'conjunction') =>
  welshAnd(new Intl.ListFormat(now.tag, { type }).format(names))

/** A country by its ISO 3166 code; undefined when there is none of that code. */
export function countryName(code: string): string | undefined {
  return /^[A-Z]{2}$/.test(code) ? now.countries.of(code) : undefined
}
