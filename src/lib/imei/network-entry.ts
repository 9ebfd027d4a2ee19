import { looksLikeMeid, readMeid } from './meid.ts'
import { type Reading, readDigits, refused } from './reading.ts'

/** Reads what a network element reports: digits alone. The 15th is a spare digit to us, never judged. */
export function readNetworkEntry(input: string): Reading {
  return readMachineDigits(withoutFiller(input.trim()))
}

/** Reads an IMEI AVP of Diameter S13 (TS 29.272: 14 digits preferred, 15 allowed, the software version apart). */
export const readS13 = (input: string): Reading => readMachineDigits(input.trim())

/**
 * Reads a MAP IMEI (TS 29.002: TBCD in 8 octets; without a version the last octet is the digit 0 and a filler), as
 * digits in reading order or as octets in hex with their nibbles swapped, which the place of the filler gives away.
 */
export function readMap(input: string): Reading {
  const text = input.replace(/[\s:]/g, '')
  const octets = /^\d{14}f\d$/i.test(text)
  return readMachineDigits(withoutFiller(octets ? text.replace(/(.)(.)/g, '$2$1') : text))
}

const withoutFiller = (text: string): string => text.replace(/^(\d{14,15})f{1,2}$/i, '$1')

function readMachineDigits(text: string): Reading {
  if (text === '') return refused('empty')
  if (/^\d+$/.test(text)) return readDigits(text, 'spare')
  return looksLikeMeid(text) ? readMeid(text, 'spare') : refused('characters')
}
