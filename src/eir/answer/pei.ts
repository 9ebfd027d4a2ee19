import type { KeyNumber } from '#lib/imei/plane/status'
import { keyOfDigits, noKey } from '../key-number.ts'

/** Instead of a key: a PEI that is right and names no handset, as the address of a fixed line's box does. */
export const noHandset = -2

// TS 29.571 clause 5.3.2.
const address = /^(?:mac(?:-[\da-f]{2}){6}(?:-untrusted)?|eui(?:-[\da-f]{2}){8})$/i

/** The key that a PEI names, `noHandset` or `noKey`: `imei-` with 15 digits, `imeisv-` with 16, or an address. */
export function keyOfPei(text: string, from = 0, to = text.length): KeyNumber {
  if (text.startsWith('imei-', from)) return to - from === 20 ? keyOfDigits(text, from + 5, to) : noKey
  if (text.startsWith('imeisv-', from)) return to - from === 23 ? keyOfDigits(text, from + 7, to) : noKey
  return address.test(text.slice(from, to)) ? noHandset : noKey
}
