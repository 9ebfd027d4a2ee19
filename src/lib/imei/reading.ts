import { checkDigitHolds } from './check-digit.ts'
import { isDummy } from './dummy.ts'
import type { ImeiKey } from './imei-key.ts'

/** Why an entry could not be taken as a handset's number. */
export type Reason = 'empty' | 'length' | 'characters' | 'check-digit' | 'dummy' | 'pei-syntax' | 'spreadsheet-mangled'

/** What became of the check digit: it holds, there is none in this form, or it is not ours to judge. */
export type Check = 'valid' | 'absent' | 'not-checked'

/** An entry that names a handset. For a MEID `norm14` is 14 hex digits and never an IMEI key. */
export type GoodReading =
  | { valid: true; kind: 'IMEI' | 'IMEISV' | 'IMEI14'; norm14: ImeiKey; check: Check; reason: ''; svn: string | null }
  | { valid: true; kind: 'MEID'; norm14: string; check: Check; reason: ''; svn: null }

/** What one entry says. A refused entry claims nothing: kind, key and check are null. */
export type Reading = GoodReading | { valid: false; kind: null; norm14: null; check: null; reason: Reason; svn: null }

/** The answer for an entry that is no handset's number. */
export const refused = (reason: Reason): Reading => ({
  valid: false,
  kind: null,
  norm14: null,
  check: null,
  reason,
  svn: null,
})

/**
 * Reads 14, 15 or 16 decimal digits as IMEI14, IMEI or IMEISV. The caller says whether the 15th digit is a check digit
 * that a person copied, or whatever a network put there (TS 23.003 clause 6.2.1: a spare digit sent as 0).
 */
export function readDigits(digits: string, fifteenth: 'check' | 'spare'): Reading {
  if (digits.length < 14 || digits.length > 16) return refused('length')
  const enforced = digits.length === 15 && fifteenth === 'check'
  if (enforced && !checkDigitHolds(digits)) return refused('check-digit')
  const norm14 = digits.slice(0, 14) as ImeiKey
  if (isDummy(norm14)) return refused('dummy')
  if (digits.length === 14) return { valid: true, kind: 'IMEI14', norm14, check: 'absent', reason: '', svn: null }
  if (digits.length === 16)
    return { valid: true, kind: 'IMEISV', norm14, check: 'absent', reason: '', svn: digits.slice(14) }
  return { valid: true, kind: 'IMEI', norm14, check: enforced ? 'valid' : 'not-checked', reason: '', svn: null }
}
