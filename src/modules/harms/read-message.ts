import { readLine } from '#lib/line'
import { mostIndicators } from './events/message-told.ts'
import type { IndicatorSort } from './vocabulary.ts'

/** What points at who sent a message: the host of a link, a phone number, the address in a "From" line. */
export type Indicator = { readonly sort: IndicatorSort; readonly value: string }

const longestRead = 5_000

/** Where a link without a scheme may end: with any word allowed, "taken.Please" would be a host. */
const endings = new Set(
  `com net org info biz co uk io app xyz top site online live click link shop support help icu club vip cc tk ml ga cf gq pw eu
  us de fr ru cn in id me tv ws su page cloud dev web life world today store space website tech one buzz cyou sbs cfd lol`
    .trim()
    .split(/\s+/),
)
/** There the path is what tells one link from another. */
const shorteners = new Set(
  'bit.ly tinyurl.com t.co is.gd cutt.ly rb.gy ow.ly shorturl.at tiny.cc rebrand.ly s.id t.ly'.split(' '),
)
/** The real ones. A host that only begins like them, such as icloud.com.find-id.xyz, is none of theirs. */
const real = 'apple.com icloud.com google.com android.com samsung.com gov.uk police.uk gmail.com outlook.com'.split(' ')

/**
 * Reads a suspicious message that somebody pasted, also with its links made harmless ("hxxps", "[.]"). Of a link only the host
 * is taken: the rest may name its victim. Pure, and never throws whatever the text is.
 */
export function readMessage(text: string): Indicator[] {
  const plain = refanged(text.slice(0, longestRead))
  const found = [...linksIn(plain), ...addressesIn(plain), ...numbersIn(plain)]
  const seen = new Map(found.map((one) => [`${one.sort} ${one.value}`, one]))
  return [...seen.values()].slice(0, mostIndicators)
}

const refanged = (text: string) =>
  text
    .normalize('NFKC')
    .replaceAll(/\s?[[({]\s?(?:\.|dot)\s?[\])}]\s?/gi, '.')
    .replaceAll(/\bh(?:xx|tt)p(s?)(?:\[?:\]?\/\/)/gi, 'http$1://')

const host = String.raw`(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]`
const link = new RegExp(
  String.raw`(?<![\w@.-])(https?:\/\/(?:[^\s/@]{1,100}@)?)?(${host})(?::\d{1,5})?(\/[^\s"'<>]*)?`,
  'gi',
)

/** Whether there is any link in it, also one to a real address: a scheme, a host, or one made harmless. */
export const hasLink = (text: string): boolean => {
  const plain = refanged(text.slice(0, longestRead))
  return /https?:\/\//i.test(plain) || everyLink(plain).length > 0
}

function everyLink(text: string): { readonly value: string; readonly path: string }[] {
  return [...text.matchAll(link)].flatMap(([, scheme, name = '', path = '']) => {
    const value = name.toLowerCase().replace(/^www\./, '')
    const isLink = scheme !== undefined || path !== '' || isBare(name)
    return isLink && value.includes('.') ? [{ value, path }] : []
  })
}

function linksIn(text: string): Indicator[] {
  return everyLink(text).flatMap(({ value, path }) => {
    if (isReal(value)) return []
    const [, first = ''] = path.split(/[/?#]/)
    const key = shorteners.has(value) && /^[\w-]{1,40}$/.test(first) ? `${value}/${first}` : value
    return [{ sort: 'link' as const, value: key }]
  })
}

const isBare = (name: string) => endings.has(name.split('.').at(-1) ?? '') && !/\.[A-Z]/.test(name)
const isReal = (value: string) => real.some((one) => value === one || value.endsWith(`.${one}`))

const from = new RegExp(String.raw`^[ \t>]*(?:from|reply-to|sender)[ \t]*:[^\n]{0,200}?([\w.+-]{1,64}@${host})`, 'gim')
const addressesIn = (text: string): Indicator[] =>
  [...text.matchAll(from)].flatMap(([, address = '']) => [{ sort: 'address' as const, value: address.toLowerCase() }])

const number = /(?<![\w@/.-])(?:\+|00)?\d(?:[ ()-]{0,2}\d){8,14}(?![ ()-]{0,2}\d)(?![\w-])/g
const numbersIn = (text: string): Indicator[] =>
  [...text.matchAll(number)].flatMap(([typed]) => {
    const line = readLine(typed)
    return line ? [{ sort: 'number' as const, value: line }] : []
  })
