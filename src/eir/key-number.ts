import type { KeyNumber } from '#lib/imei/plane/status'

/** Instead of a key: these characters are no IMEI. */
export const noKey = -1

/**
 * The key of 14 to 16 digits that stand in `text` from `from` up to, not including, `to`; `noKey` when anything else does.
 * A 15th digit is whatever the network put there and a 16th a software version (docs/adr/0012): neither is judged.
 */
export function keyOfDigits(text: string, from: number, to: number): KeyNumber {
  if (to - from < 14 || to - from > 16) return noKey
  if (!isDigits(text, from + 14, to)) return noKey
  const tac = numberAt(text, from, from + 8)
  const serial = numberAt(text, from + 8, from + 14)
  return tac < 0 || serial < 0 ? noKey : tac * 1e6 + serial
}

/** The 14 digits of a key. */
export const keyText = (key: KeyNumber): string => String(key).padStart(14, '0')

export function isDigits(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (digitAt(text, at) < 0) return false
  return true
}

/** At most nine digits, so that the engine counts in small integers. */
function numberAt(text: string, from: number, to: number): number {
  let number = 0
  for (let at = from; at < to; at++) {
    const digit = digitAt(text, at)
    if (digit < 0) return noKey
    number = number * 10 + digit
  }
  return number
}

function digitAt(text: string, at: number): number {
  const digit = text.charCodeAt(at) - 48
  return digit >= 0 && digit <= 9 ? digit : noKey
}
