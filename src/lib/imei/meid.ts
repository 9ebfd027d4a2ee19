import { checkDigitHolds } from './check-digit.ts'
import { isDummy } from './dummy.ts'
import { type Reading, refused } from './reading.ts'

/** Has the shape of a MEID: 14 hex digits from A0… up, perhaps with a check digit (3GPP2 S.R0048). */
export const looksLikeMeid = (text: string): boolean => /^(?=.*\d)[A-F][\dA-F]{13,14}$/i.test(text)

/** Reads what `looksLikeMeid`. A MEID of decimal digits only is an IMEI as well and is read as one. */
export function readMeid(text: string, fifteenth: 'check' | 'spare'): Reading {
  const digits = text.toUpperCase()
  const enforced = digits.length === 15 && fifteenth === 'check'
  if (enforced && !checkDigitHolds(digits, 16)) return refused('check-digit')
  const norm14 = digits.slice(0, 14)
  if (isDummy(norm14)) return refused('dummy')
  const check = digits.length === 14 ? 'absent' : enforced ? 'valid' : 'not-checked'
  return { valid: true, kind: 'MEID', norm14, check, reason: '', svn: null }
}
