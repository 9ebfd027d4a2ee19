/**
 * The check digit over the first 14 digits: the Luhn formula (3GPP TS 23.003 annex B).
 * With base 16 it is the check digit printed after a MEID. Throws on anything but 14 digits of that base.
 */
export function checkDigit(first14: string, base: 10 | 16 = 10): string {
  const form = base === 10 ? /^\d{14}$/ : /^[\dA-F]{14}$/
  if (!form.test(first14)) throw new RangeError('A check digit is computed over exactly 14 digits.')
  const sum = [...first14].reduce((total, digit, at) => total + weigh(Number.parseInt(digit, base), at, base), 0)
  return ((base - (sum % base)) % base).toString(base).toUpperCase()
}

/** True when the last digit of a 15-digit number is the check digit of the 14 before it. */
export const checkDigitHolds = (digits: string, base: 10 | 16 = 10): boolean =>
  checkDigit(digits.slice(0, 14), base) === digits.slice(14)

// Every second digit is doubled, and a two-digit double counts as the sum of its digits.
function weigh(digit: number, at: number, base: number): number {
  if (at % 2 === 0) return digit
  const double = digit * 2
  return Math.floor(double / base) + (double % base)
}
