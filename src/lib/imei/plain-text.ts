/**
 * Writing as people and screens produce it, made plain: any script's decimal digits become 0-9, every dash a hyphen,
 * full-width letters and marks ASCII, every space one blank; invisible characters (zero width, bidi, BOM) vanish.
 */
export function plainText(text: string): string {
  return text
    .replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '')
    .replace(/\p{Nd}/gu, digitValue)
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\p{Pd}\u2212\u2043]/gu, '-')
    .replace(/[\u2044\u2215\u29F8]/g, '/')
    .replace(/[\p{Zs}\t]/gu, ' ')
}

// Unicode assigns each script's digits as one run from 0 to 9, so the value is the place in the run. The mathematical
// digits are five runs in a row that begin off the beat of the code chart, hence mod 10 and not the last hex digit.
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0
  if (code < 0x3a) return digit
  let start = code
  while (/\p{Nd}/u.test(String.fromCodePoint(start - 1))) start--
  return String((code - start) % 10)
}
