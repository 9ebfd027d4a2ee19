import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import nunjucks from 'nunjucks'
import { asEnglish, harmless, inLanguage, type Locale, languageTag, say } from '#modules/victims/public'
import { stateWord } from './lane-state.ts'
import { englishMarked } from './language.ts'
import { amount, clock, longDay, moment, monthName, onMoment, pounds, seconds } from './screen-text.ts'
import type { StaffLine } from './staff-line.ts'

/** One field that could not be read, in the reader's words: "Enter the 15 digits." */
export type FieldError = { field: string; says: string }

/**
 * What every page may be given besides its own data. `title` is the page's name in the window; `current` its address;
 * `lang` the language that it is read in, `languages` the links to others.
 */
export type LayoutData = {
  title: string
  current?: string
  errors?: FieldError[]
  console?: boolean
  staff?: StaffLine | false
  lang?: Locale
  languages?: { lang: Locale; text: string; href: string }[]
  /** Names of values, like `receipt.code`, in which pages differ that are else alike (alike.ts). */
  differs?: readonly string[]
}

export type Render = (template: string, data: LayoutData & Record<string, unknown>) => string

type Surroundings = {
  /** Address of an asset by its plain name. */
  asset: (name: string) => string
  /** UTC ISO time, for "today 14:02". */
  now: () => string
  /** Says on every page that nothing is real. */
  demo: boolean
  /** Our address as somebody writes it down: host and port. */
  site?: string
  /** Whom the accessibility statement names. */
  accessContact?: string | undefined
  /** The public key by which push services know us as this gateway. */
  pushKeyOf?: (gateway: string) => string
}

const navigation = [
  { href: '/report', text: 'Report a theft' },
  { href: '/check', text: 'Check a phone' },
  { href: '/figures', text: 'Figures' },
  { href: '/staff', text: 'Staff' },
]

/** The one renderer: our templates and govuk-frontend's macros, escaped by default. A value that a template asks for and does not get is a fault. */
export function openRenderer(surroundings: Surroundings): Render {
  const { asset, now, demo, site = 'localhost', accessContact = false, pushKeyOf = () => '' } = surroundings
  const govuk = dirname(createRequire(import.meta.url).resolve('govuk-frontend/package.json'))
  const loader = remembering(new nunjucks.FileSystemLoader([import.meta.dirname, join(govuk, 'dist')]))
  const pages = new nunjucks.Environment(loader, { autoescape: true, throwOnUndefined: true, trimBlocks: true })
  const filters = {
    trim,
    clock,
    longDay,
    monthName,
    seconds,
    amount,
    pounds,
    stateWord: (state: Parameters<typeof stateWord>[0]) => asEnglish(stateWord(state)),
    linked,
    on,
    moment: (at: string) => moment(at, now(), languageTag()),
    /** The same for `say`, in the language that the sentence turns out to be in. */
    asMoment: (at: string) => () => moment(at, now(), languageTag()),
    onMoment: (at: string) => onMoment(at, now(), languageTag()),
    asOnMoment: (at: string) => () => onMoment(at, now(), languageTag()),
  }
  for (const [name, filter] of Object.entries(filters)) pages.addFilter(name, filter)
  pages.addGlobal('say', say) // macros see no more than globals
  pages.addGlobal('harmless', harmless)
  const around = { asset, demo, site, accessContact, pushKeyOf, navigation, lang: 'en', languages: [] }
  return (template, data) => {
    const html = inLanguage(data.lang ?? 'en', () => pages.render(template, { ...around, now: now(), ...data }))
    return data.lang === 'cy' ? englishMarked(html) : html
  }
}

/** A macro names its own parts by a relative path, each time that it is called. */
function remembering(loader: nunjucks.FileSystemLoader): nunjucks.FileSystemLoader {
  const known = new Map<string, Map<string, string>>()
  const resolve = loader.resolve.bind(loader)
  loader.resolve = (from, to) => {
    const seen = known.get(from) ?? new Map<string, string>()
    const path = seen.get(to) ?? resolve(from, to)
    known.set(from, seen.set(to, path))
    return path
  }
  return loader
}

/** The built-in one looks for white space at every letter of a macro's output. */
const trim = (text: string | nunjucks.runtime.SafeString) =>
  typeof text === 'string' ? text.trim() : new nunjucks.runtime.SafeString(String(text).trim())

/** Errors as the summary wants them: each leads to its field. */
function linked(errors: FieldError[]) {
  return errors.map(({ field, says }) => ({ text: shownError(says), href: `#${field}` }))
}

/** Refusals and readings are whole sentences, also in answers of the API; beside a field none ends with a full stop. */
const shownError = (says: string) => says.replace(/\.$/, '')

/** The error beside one field, or false when it is right: `errors | on('imei')`. */
function on(errors: FieldError[] | undefined, field: string) {
  const error = errors?.find((one) => one.field === field)
  return error ? { text: shownError(error.says), attributes: { lang: 'en' } } : false
}
