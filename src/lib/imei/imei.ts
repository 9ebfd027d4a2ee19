import { z } from 'zod'
import { checkDigit, checkDigitHolds } from './check-digit.ts'
import { readHumanEntries } from './human-entry.ts'
import type { ImeiKey } from './imei-key.ts'
import { type Reading, type Reason, refused } from './reading.ts'

export { checkDigit } from './check-digit.ts'
export { isDummy } from './dummy.ts'
export { findImeis } from './free-text.ts'
export { ImeiKey, Tac, tacOf } from './imei-key.ts'
export { type Context, contexts, readImei } from './read-imei.ts'
export type { Check, GoodReading, Reading, Reason } from './reading.ts'

/** What to tell a person whose entry was not taken. None repeats the entry: it may be somebody's number. */
export const reasonSays: Record<Reason, string> = {
  empty: 'Enter the IMEI: 15 digits, shown when you dial *#06# and printed on the box.',
  length: 'An IMEI has 15 digits. Count the digits again.',
  characters: 'An IMEI has digits only. Check for letters that look like digits, such as O and I.',
  'check-digit': 'One or more digits of this IMEI are wrong. Compare it with the phone or the box.',
  dummy: 'This is a test number that many phones carry, so it cannot be used.',
  'pei-syntax': 'A PEI is imei- with 15 digits or imeisv- with 16 digits.',
  'spreadsheet-mangled': 'A spreadsheet has shortened this IMEI. Format the column as text and enter it again.',
}

const twoSay = 'These are two IMEIs. Enter them one at a time.'

const Canonical = z
  .string()
  .regex(/^\d{15}$/)
  .brand<'Imei'>()

/** 15 digits with the right check digit, made from whatever a person typed (14 digits and IMEISV are completed). Two
 * IMEIs in one field are refused: nobody may believe that the second was taken too. */
export const Imei = oneOf(readHumanEntries)
/** Every IMEI that a person typed into one field: a handset with two SIMs shows two. */
export const Imeis = allOf(readHumanEntries)
/**
 * The same where a handset is stopped on somebody's word: with its check digit only. A digit left out or typed twice makes 14 or
 * 16 digits, which nothing checks: it would stop another person's phone.
 */
export const ImeiToStop = oneOf(readChecked)
export const ImeisToStop = allOf(readChecked)
export type Imei = z.infer<typeof Canonical>

type Read = (entry: string) => Reading[]

function oneOf(read: Read) {
  return z.codec(z.string(), Canonical, {
    decode(entry, context) {
      const [imei = z.NEVER, ...more] = imeisIn(read(entry), context)
      if (more.length > 0) context.issues.push({ code: 'custom', message: twoSay, input: undefined })
      return imei
    },
    encode: (imei) => imei,
  })
}
function allOf(read: Read) {
  return z.codec(z.string(), z.array(Canonical), {
    decode: (entry, context) => imeisIn(read(entry), context),
    encode: (imeis) => imeis.join(' '),
  })
}
function readChecked(entry: string): Reading[] {
  return readHumanEntries(entry).map((one) => (one.check === 'absent' ? refused('length') : one))
}

function imeisIn(readings: readonly Reading[], context: z.core.ParsePayload<string>): Imei[] {
  const imeis = new Set<Imei>()
  for (const reading of readings) {
    if (reading.valid && reading.kind !== 'MEID') imeis.add(imeiOf(reading.norm14))
    else {
      const message = reading.valid ? 'This is a MEID, not an IMEI.' : reasonSays[reading.reason]
      context.issues.push({ code: 'custom', message, input: undefined })
      break
    }
  }
  return [...imeis]
}

/** 16 digits: the IMEI key and two digits of software version, no check digit (3GPP TS 23.003 clause 6.2.2). */
export const Imeisv = z
  .string()
  .regex(/^\d{16}$/, 'An IMEISV is exactly 16 digits.')
  .brand<'Imeisv'>()
export type Imeisv = z.infer<typeof Imeisv>

/** True for 15 digits whose check digit holds, written bare. Dummies count: they are well formed. */
export const isImei = (text: string): text is Imei => /^\d{15}$/.test(text) && checkDigitHolds(text)

/** The key that an IMEI and an IMEISV of one handset share. */
export const keyOf = (imei: Imei | Imeisv): ImeiKey => imei.slice(0, 14) as ImeiKey

/** The IMEI keys of a handset, each once: two IMEIs typed or scanned twice, or with two software versions, have one key. */
export const keysOf = (imeis: readonly (Imei | Imeisv)[]): ImeiKey[] => [...new Set(imeis.map(keyOf))]

/** The canonical IMEI of a key: its check digit appended. */
export const imeiOf = (key: ImeiKey): Imei => (key + checkDigit(key)) as Imei

/** For a person's eye, as printed on boxes: 35-693803-564380-9. */
export const formatImei = (key: ImeiKey): string =>
  [key.slice(0, 2), key.slice(2, 8), key.slice(8), checkDigit(key)].join('-')

/** The PEI by which a 5G core asks about it (TS 29.571): `imei-…` or `imeisv-…`. */
export const toPei = (imei: Imei | Imeisv): string => `${imei.length === 16 ? 'imeisv' : 'imei'}-${imei}`
