import { readHumanEntry } from './human-entry.ts'
import { plainText } from './plain-text.ts'
import { type Reading, refused } from './reading.ts'

const WRAPPING = /^[\s'"=]{1,20}|[\s'"]{1,20}$/g
const OVERFLOWN = /^(?:#+|#(?:VALUE!|REF!|NUM!|NAME\?|N\/A|DIV\/0!|NULL!))$/i

/**
 * Reads a cell of an imported file: as a person's entry, after taking off ="…", quotes and a leading apostrophe.
 * 3.5E+14 is never guessed back, even with all its digits: the sheet may have rounded before it printed.
 */
export function readSpreadsheetEntry(input: string): Reading {
  const cell = plainText(input).trim().replace(WRAPPING, '')
  return OVERFLOWN.test(cell) ? refused('spreadsheet-mangled') : readHumanEntry(cell)
}
