import { readFirstInText } from './free-text.ts'
import { readHumanEntry } from './human-entry.ts'
import { readMap, readNetworkEntry, readS13 } from './network-entry.ts'
import { readPei, readPeiValue } from './pei.ts'
import type { Reading } from './reading.ts'
import { readSpreadsheetEntry } from './spreadsheet-entry.ts'

const readers = {
  human: readHumanEntry,
  'human-free-text': readFirstInText,
  'csv-import': readSpreadsheetEntry,
  network: readNetworkEntry,
  pei: readPei,
  'pei-value': readPeiValue,
  s13: readS13,
  map: readMap,
} satisfies Record<string, (input: string) => Reading>

/** Where an entry comes from. It decides whether the 15th digit is a check digit to enforce or a spare one to ignore. */
export type Context = keyof typeof readers

/** All contexts, in the order in which the command's help lists them. */
export const contexts = Object.keys(readers) as Context[]

/** What an entry says, by where it comes from. Never throws, whatever the text. */
export const readImei = (input: string, context: Context): Reading => readers[context](input)
