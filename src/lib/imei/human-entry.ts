import { withoutLabels } from './labels.ts'
import { looksLikeMeid, readMeid } from './meid.ts'
import { plainText } from './plain-text.ts'
import { type Reading, readDigits, refused } from './reading.ts'

const SEPARATORS = /[\s\-/.,;:·•_|\\'’٬]/gu
const WRAPPING = /^[\s"'“”‘’`´«»()[\]<>#=]+|[\s"'“”‘’`´«»()[\]<>]+$/gu
const EXPONENT = /^\d{1,2}(?:[.,]\d*)?\s?E\s?\+?\s?\d{1,3}$/i
const DECIMAL_ZERO = /^(\d{14,16})[.,]0+$/
const SVN_BEHIND = /^(.*\d)\s*(?:\/|;?\s?svn?\s?[:=.]?)\s*(\d{2})$/i
// As programs write it, and most people: nothing to make plain first.
const PLAIN = /^\d{15}$/
const LONGEST_ENTRY = 200

/** Reads one field that a person filled. All numbers in it, in order: the second IMEI of a dual-SIM phone counts too. */
export function readHumanEntries(input: string): Reading[] {
  if (PLAIN.test(input)) return [readDigits(input, 'check')]
  const entry = plainText(input).trim()
  if (entry.length > LONGEST_ENTRY) return [refused(onlyDigits(entry) ? 'length' : 'characters')]
  const bare = withoutLabels(entry.replace(WRAPPING, '')).replace(WRAPPING, '')
  if (EXPONENT.test(bare)) return [refused('spreadsheet-mangled')]
  const compact = bare.replace(SEPARATORS, '')
  if (compact === '') return [refused('empty')]
  if (looksLikeMeid(compact)) return [readMeid(compact, 'check')]
  return readNumbers(bare.replace(DECIMAL_ZERO, '$1'))
}

/** Reads one field that a person filled: the first number in it, or why the entry as a whole cannot be taken. */
export function readHumanEntry(input: string): Reading {
  const entries = readHumanEntries(input)
  return entries.find((entry) => !entry.valid) ?? entries[0] ?? refused('empty')
}

function readNumbers(bare: string): Reading[] {
  const printed = readWithVersionBehind(bare)
  if (printed) return [printed]
  if (!onlyDigits(bare)) return [refused('characters')]
  return twoNumbers(bare)?.map((digits) => readDigits(digits, 'check')) ?? [readOneNumber(bare)]
}

// "1. 49-015420-323751-8" and "490154203237518.5": 16 digits, but one stands alone in front or behind. No IMEISV is
// written so. A list number in front is dropped if the rest passes the check; else the entry is too long by one.
function readOneNumber(bare: string): Reading {
  const digits = digitsOf(bare)
  const sizes = bare.split(/\D+/).flatMap((group) => group.length || [])
  const oddOneOut = sizes.some((size) => size > 1) && (sizes[0] === 1 || sizes.at(-1) === 1)
  if (digits.length !== 16 || !oddOneOut) return readDigits(digits, 'check')
  const rest = readDigits(digits.slice(1), 'check')
  return sizes[0] === 1 && rest.valid ? rest : refused('length')
}

// "49-015420-323751-8/01" and "490154203237518 SV 01": how screens print IMEI and software version side by side.
function readWithVersionBehind(bare: string): Reading | undefined {
  const [, before = '', svn = ''] = SVN_BEHIND.exec(bare) ?? []
  if (!onlyDigits(before)) return undefined
  const digits = digitsOf(before)
  if (digits.length === 14) return readDigits(digits + svn, 'check')
  if (digits.length !== 15) return undefined
  const reading = readDigits(digits, 'check')
  return reading.valid && reading.kind === 'IMEI' ? { ...reading, svn } : reading
}

// Only two full IMEIs with a break exactly between them: both carry a check digit, so a long serial number cannot pass.
function twoNumbers(bare: string): string[] | undefined {
  const halves = /^((?:\d\D*?){15})\D+((?:\d\D*){15})$/.exec(bare)
  return halves?.slice(1).map(digitsOf)
}

const digitsOf = (text: string): string => text.replace(/\D/g, '')
const onlyDigits = (text: string): boolean => /^\d+$/.test(text.replace(SEPARATORS, ''))
