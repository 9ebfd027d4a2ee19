import { readPostcode } from './postcode.ts'

/** A British postal address, line by line; the last is its postcode. */
export type Postal = readonly string[]

const fewestLines = 3
const mostLines = 7
const longestLine = 45
/** What GOV.UK Notify takes no line that begins with. */
const refused = /^[\][()@\\/,<>=]/

/**
 * Reads an address as people type it, a line each, as GOV.UK Notify can post it: three to seven lines, the last a postcode.
 * Undefined when it is not one.
 */
export function readPostal(typed: string): Postal | undefined {
  const lines = typed
    .normalize('NFKC')
    .split(/\r?\n/)
    .map((line) => line.replaceAll(/\s+/g, ' ').trim())
    .filter((line) => line !== '')
  const postcode = readPostcode(lines.at(-1) ?? '')
  if (!postcode || lines.length < fewestLines || lines.length > mostLines) return undefined
  if (lines.some((line) => line.length > longestLine || refused.test(line) || /\p{Cc}/u.test(line))) return undefined
  return [...lines.slice(0, -1), postcode]
}
