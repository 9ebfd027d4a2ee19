// "IMEI1:", "IMEI (slot 2):", "IMEI 1 35…": which slot, not a digit of the number. Without a colon or bracket behind
// it, it counts as a slot only when 15 digits still follow.
const SLOT =
  /(imei|meid)(?:[\s_-]{0,3}\(?(?:sim)?\s?(?:slot|card)?\s{0,3}[1-4]\s{0,3}[:)=#]+|[\s_-]{0,3}[1-4](?=\s(?:\D{0,4}\d){15}))/giu
const LEADING = /^\D*(?:imei|meid)(?:sv|s)?(?:\D*?[^\p{L}\d])?(?=[A-F]{0,13}\d)/iu
const TRAILING = /[\s([]*(?:imei(?:sv)?|meid)[\s)\]:.]*$/iu
const BETWEEN = /[\s,;|/&+]+(?:(?:and|or|y|et|und)\s+)?imei\s*[:=#.]*|\s(?:and|or|&|\+)\s/giu

/** The text without slot numbers after the word IMEI, so that they are not taken for its first digit. */
export const withoutSlots = (plain: string): string => plain.replace(SLOT, '$1 ')

/** The text without "IMEI" labels before, between and behind the numbers, and without a typed *#06#. */
export function withoutLabels(plain: string): string {
  const bare = withoutSlots(plain.replace('*#06#', ' ')).trim()
  if (/^[^\d]*(?:imei|meid)[^\d\p{L}]*$/iu.test(bare)) return ''
  return bare.replace(LEADING, '').replace(TRAILING, '').replace(BETWEEN, ' / ').trim()
}
