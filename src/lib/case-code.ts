/** Crockford's base32: no I, L, O or U, which people misread or misread into words. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const randomSymbols = 11

/** A code that people read out, write down and type: 11 random symbols (55 bits) and one to catch slips. */
export type CaseCode = string & { readonly CaseCode: never }

/** Makes a code from seven random bytes or more. */
export function caseCodeOf(random: Uint8Array): CaseCode {
  if (random.length < 7) throw new RangeError('A code needs seven random bytes.')
  let bits = random.slice(0, 7).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) & ((1n << 55n) - 1n)
  let code = ''
  for (let at = 0; at < randomSymbols; at++) {
    code = alphabet[Number(bits & 31n)] + code
    bits >>= 5n
  }
  return (code + checkSymbol(code)) as CaseCode
}

/** Reads a code as people type it: any case, spaces and hyphens, O for 0, I or L for 1. Undefined when it is none. */
export function readCaseCode(typed: string): CaseCode | undefined {
  const code = typed
    .normalize('NFKC')
    .toUpperCase()
    .replaceAll(/[\s\u2010-\u2015-]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  if (code.length !== randomSymbols + 1 || [...code].some((symbol) => !alphabet.includes(symbol))) return undefined
  return checkSymbol(code.slice(0, -1)) === code.at(-1) ? (code as CaseCode) : undefined
}

/** `H7K2-9QRM-4T3X`. */
export const showCaseCode = (code: CaseCode): string => code.replaceAll(/(.{4})(?=.)/g, '$1-')

/**
 * A Reed-Solomon check over GF(32): the symbols, weighted by powers of 2, add up to nothing. One wrong symbol, or two
 * neighbours swapped, never does.
 */
function checkSymbol(symbols: string): string {
  let sum = 0
  for (const symbol of symbols) sum = doubled(sum) ^ alphabet.indexOf(symbol)
  return alphabet[doubled(sum)] ?? ''
}

/** Twice a number in GF(32), modulo x^5 + x^2 + 1. */
const doubled = (value: number) => ((value << 1) & 31) ^ (value & 16 ? 0b00101 : 0)
