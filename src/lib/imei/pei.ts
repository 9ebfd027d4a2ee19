import { type Reading, readDigits, refused } from './reading.ts'

/** Reads a whole PEI (TS 29.571): `imei-` with 15 digits or `imeisv-` with 16. A mac or eui names no handset. */
export function readPei(input: string): Reading {
  if (input.trim() === '') return refused('empty')
  const digits = /^(?:imei-(\d{15})|imeisv-(\d{16}))$/.exec(input)
  return digits ? readDigits(digits[1] ?? digits[2] ?? '', 'spare') : refused('pei-syntax')
}

/** Reads the digits of a PEI after their prefix: 15 or 16. A prefix that was left on is read too. */
export function readPeiValue(input: string): Reading {
  if (input.trim() === '') return refused('empty')
  if (/^imei(?:sv)?-/.test(input)) return readPei(input)
  if (!/^\d+$/.test(input)) return refused('characters')
  return input.length === 14 ? refused('length') : readDigits(input, 'spare')
}
