import { gsm, isGsm, longestText, plainMarks } from '#lib/gsm'
import { countryName, inLanguage, isPartlyEnglish, languageTag, say, type Values } from './say.ts'
import { type Decision, lastWords, type Template, trustedWords } from './vocabulary.ts'
import type { Locale } from './welsh.ts'

/** What an update says of its case. Times are UTC ISO. `next`: the next update, or until when the end can be challenged. */
export type Facts = {
  /** The victim's own word; undefined while none was given, and where the reader may not be who gave it. */
  readonly word: string | undefined
  /** There is a word, and others may read what is sent there. */
  readonly withheld?: boolean
  readonly at: string
  readonly next: string
  /** Networks that have stopped the phone, and all that were asked. */
  readonly stopped: number
  readonly networks: number
  /** The stops have ended by themselves. */
  readonly lapsed: boolean
  /** Its network does not know which phone it was, so no network can be asked to block it. */
  readonly noHandset: boolean
  /** The case has ended: no next update is promised. */
  readonly ended: boolean
  /** Nobody has shown more than that they know the number: `next` is when that claim ends. */
  readonly unproved: boolean
  /** A trusted person's code may still end it: nobody has shown in person whose phone it is. */
  readonly byCode: boolean
  /** Partners that were asked, or that said no. */
  readonly partners: number
  readonly country: string | undefined
  /** What police decided: an e-mail says it, a preview does not. */
  readonly decision?: Decision | undefined
  readonly unit: string
  readonly contact: string
}

/** Ringback's name stands in front where there is no word: a text without a sender says nothing. */
const unnamed = 'Ringback. '
const longestCountry = 24
/** A word is known again by its beginning; more would push out what the message says. */
const longestWord = 20

const minute = { timeZone: 'Europe/London', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
const day = { weekday: 'short', day: 'numeric', month: 'short' } as const
const longDay = { weekday: 'long', day: 'numeric', month: 'long' } as const
const written = (at: string, how: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(languageTag(), { ...minute, ...how }).format(new Date(at)).replaceAll(',', '')
/** `Fri 27 Nov 14:02`. */
export const shortMoment = (at: string) => written(at, day)
/** `Friday 27 November at 14:02`. */
export const longMoment = (at: string) => written(at, longDay)

const counted: Partial<Record<Template, 'stopped' | 'partners'>> = {
  stopped: 'stopped',
  'stopped-partly': 'stopped',
  heartbeat: 'stopped',
}

/** A count of none says nothing: where no network was asked, and where the stops have ended, it is said in words. */
function aboutOf(template: Template, { networks, lapsed, unproved, byCode, noHandset, ended }: Facts) {
  if (ended && (template === 'lapsing' || template === 'lapsed')) return `${template}.ended` as const
  if (template === 'their-phone' && !byCode) return 'their-phone.shown'
  if (template === 'contact-added' && unproved) return 'contact-added.unproved'
  if (template !== 'heartbeat') return template
  if (lapsed) return 'heartbeat.lapsed'
  if (networks > 0) return template
  return noHandset ? 'heartbeat.no-handset' : 'heartbeat.unasked'
}

const mailKey = (template: Template, facts: Facts) => {
  const about = aboutOf(template, facts)
  return about === 'decided' ? (`mail.decided.${facts.decision ?? 'interviewed'}` as const) : (`mail.${about}` as const)
}

const valuesOf = (template: Template, facts: Facts, when: (at: string) => string): Values => ({
  at: when(facts.at),
  next: when(facts.next),
  n: facts[counted[template] ?? 'partners'],
  all: facts.networks,
})

/** A message is in one language: one that could only half be said in Welsh is said in English. */
export function inOne<T extends string | { subject: string; text: string }>(locale: Locale, make: () => T): T {
  const made = inLanguage(locale, make)
  return isPartlyEnglish(typeof made === 'string' ? made : made.subject + made.text) ? inLanguage('en', make) : made
}

/** A text message: at most 160 characters, whatever the facts are. In English that is one part; Welsh keeps its letters (gsm.ts). */
export const textOf = (template: Template, facts: Facts, locale: Locale = 'en'): string =>
  inOne(locale, () => asText(template, facts))

function asText(template: Template, facts: Facts): string {
  const country = facts.country && countryName(facts.country)
  const short =
    country && country.length <= longestCountry && isGsm(country) ? say('where.country', { country }) : undefined
  const where = short ?? say(country ? 'where.abroad' : 'where.again')
  const head = facts.word === undefined ? unnamed : say('greeting.word', { word: facts.word.slice(0, longestWord) })
  const said = head + say(`text.${aboutOf(template, facts)}`, { ...valuesOf(template, facts, shortMoment), where })
  const text = languageTag() === 'cy' ? plainMarks(said) : gsm(said)
  if (text.length > longestText && !isPartlyEnglish(text))
    throw new Error(`The text ${template} is ${text.length} characters long.`)
  return text
}

/** What the victim's own browser shows, whatever happened: it says nothing of the case, for it lies open on a screen. */
export const noticeOf = (locale: Locale = 'en'): string => inOne(locale, () => say('push.news'))

/** The longer twin of a text, for e-mail and letters: plain text. */
export const mailOf = (template: Template, facts: Facts, locale: Locale = 'en'): { subject: string; text: string } =>
  inOne(locale, () => asMail(template, facts))

function asMail(template: Template, facts: Facts): { subject: string; text: string } {
  const country = facts.country && countryName(facts.country)
  const where = country ? say('where.country', { country }) : say('where.again')
  const values = { ...valuesOf(template, facts, longMoment), where }
  const toVictim = !trustedWords.includes(template)
  const lines = [
    facts.word === undefined ? undefined : say('mail.word', { word: facts.word }),
    facts.withheld ? say('mail.word.withheld') : undefined,
    say(mailKey(template, facts), values),
    facts.ended || lastWords.includes(template) || !toVictim
      ? undefined
      : say(facts.unproved ? 'mail.next.unproved' : 'mail.next', values),
    toVictim ? say('mail.unit', { unit: facts.unit, contact: facts.contact }) : undefined,
    toVictim ? say('mail.page') : undefined,
    say('mail.phishing'),
  ]
  return {
    subject: say(toVictim ? 'mail.subject' : 'mail.subject.their-phone', { at: shortMoment(facts.at) }),
    text: `${lines.filter((line) => line !== undefined).join('\n\n')}\n`,
  }
}
