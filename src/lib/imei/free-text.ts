import { readHumanEntries, readHumanEntry } from './human-entry.ts'
import { withoutSlots } from './labels.ts'
import { readMeid } from './meid.ts'
import { plainText } from './plain-text.ts'
import { type GoodReading, type Reading, readDigits, refused } from './reading.ts'

const CHAIN = /\d+(?:[ \-./]\d+)*/g
const OTHER_NUMBER =
  /(?:\b(?:e?sim|eid|ic?cid|imsi|msisdn|serial|sn|s\/n|csn|card|amex|visa|mastercard|account|acct|iban|tracking|parcel|order|invoice|ref|reference)(?:\s?(?:no|nr|num|number|id|code))?\s?[.:#=-]{0,2}\s{0,3}|\+)$/i
const LABELLED = /imei(?:sv)?(?:\s(?:no|nr|number|num|code|is|was)){0,3}\s?[.:#=-]{0,2}\s{0,3}$/i
const CONFUSABLE_LETTER = /[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}]/u
const MEID = /\bmeid(?:\s(?:no|number|is))?\s?[.:#=-]{0,2}\s{0,3}([A-F](?=[\dA-F]{0,13}\d)[\dA-F]{13,14})(?![\dA-Z])/gi
const EXPONENT = /\d(?:[.,]\d+)?E\+?1[345](?!\d)/i
// First two digits that reporting bodies have used (GSMA TS.06 annex A), test ranges included. A 15-digit number that
// nobody called an IMEI must begin so, and be grouped as IMEIs are printed: subscriber (IMSI), telephone and payment
// card numbers pass the check digit one time in ten or always.
const REPORTING_BODY = /^(?:0\d|10|30|33|35|44|45|49|5[0-4]|86|91|98|99)/
const PRINTED_GROUPS = new Set([
  '15',
  '14-1',
  '8-6-1',
  '8-7',
  '2-6-6-1',
  '6-2-6-1',
  '6-2-7',
  '5-5-5',
  '3-3-3-3-3',
  '4-4-4-3',
])

/** Every IMEI (or MEID that is called one) in running text, in order, each once. Doubtful numbers are left out. */
export function findImeis(text: string): GoodReading[] {
  const found = new Map<string, GoodReading>()
  for (const reading of readFreeText(text))
    if (reading.valid && !found.has(reading.norm14)) found.set(reading.norm14, reading)
  return [...found.values()]
}

/** One answer for a whole text: its first valid number, else the reason nearest to what the writer meant. */
export function readFirstInText(text: string): Reading {
  const readings = readFreeText(text)
  const best = (reason: string) => readings.find((reading) => reading.reason === reason)
  return best('') ?? best('dummy') ?? best('check-digit') ?? refused(whyNothing(text))
}

// A text that is nothing but one entry is read as that entry, so that people need not know which field they fill.
function readFreeText(text: string): Reading[] {
  const alone = readHumanEntries(text)
  const plausible = (reading: Reading) =>
    reading.valid &&
    (reading.kind === 'MEID' || reading.kind === 'IMEI' || callsItImei(text) || REPORTING_BODY.test(reading.norm14))
  return alone.every(plausible) ? alone : scan(withoutSlots(plainText(text)))
}

function scan(plain: string): Reading[] {
  const named = callsItImei(plain)
  const numbers = [...plain.matchAll(CHAIN)].map((chain) => ({
    at: chain.index,
    readings: readChain(plain, chain, named),
  }))
  const meids = [...plain.matchAll(MEID)].map((meid) => ({
    at: meid.index,
    readings: [readMeid(meid[1] ?? '', 'check')],
  }))
  return [...numbers, ...meids].sort((a, b) => a.at - b.at).flatMap((found) => found.readings)
}

function readChain(plain: string, chain: RegExpExecArray, named: boolean): Reading[] {
  const before = plain.slice(Math.max(0, chain.index - 40), chain.index)
  const labelled = LABELLED.test(before)
  if (!labelled && OTHER_NUMBER.test(before)) return []
  const groups = chain[0].split(/[ \-./]/)
  // A letter that touches the digits is a misread digit as often as not: that group proves nothing.
  if (!labelled && CONFUSABLE_LETTER.test(before.slice(-1))) groups.shift()
  if (CONFUSABLE_LETTER.test(plain.charAt(chain.index + chain[0].length))) groups.pop()
  return cut(groups, labelled)
    .filter((number) => named || looksPrinted(number))
    .map((number) => readDigits(number.join(''), 'check'))
}

const looksPrinted = (groups: string[]): boolean =>
  REPORTING_BODY.test(groups.join('')) && PRINTED_GROUPS.has(groups.map((group) => group.length).join('-'))

// Digits set apart by single blanks, dashes, dots or slashes may be one number in groups or several in a row.
function cut(groups: string[], labelled: boolean): string[][] {
  const all = groups.join('')
  if (all.length === 15) return [groups]
  // SIM (ICCID) and eSIM (EID) numbers begin 89 and are 18 digits or more.
  if (all.startsWith('89') && all.length > 16) return []
  const fifteens = cutIntoFifteens(groups) ?? groups.filter((group) => group.length === 15).map((group) => [group])
  if (fifteens.length > 0) return fifteens
  return labelled && (all.length === 14 || all.length === 16) ? [groups] : []
}

// All groups must go into numbers that pass the check; a two-digit software version may stand last.
function cutIntoFifteens(groups: string[]): string[][] | undefined {
  const numbers: string[][] = []
  let open: string[] = []
  const withoutVersion = groups.at(-1)?.length === 2 ? groups.slice(0, -1) : groups
  for (const group of withoutVersion) {
    open.push(group)
    const digits = open.join('')
    if (digits.length < 15) continue
    if (!readDigits(digits, 'check').valid) return undefined
    numbers.push(open)
    open = []
  }
  return open.length === 0 ? numbers : undefined
}

function whyNothing(text: string) {
  const plain = plainText(text)
  if (EXPONENT.test(plain)) return 'spreadsheet-mangled'
  const asEntry = readHumanEntry(text)
  if (!asEntry.valid && asEntry.reason !== 'characters') return asEntry.reason
  return /\d/.test(plain) ? 'length' : 'characters'
}

const callsItImei = (text: string): boolean => /imei/i.test(text)
