/** What a finder may not pass on: a link would be a thief's, and neither side is to learn how to reach the other. */
const address = /https?:|www\.|@|[\p{L}\p{N}]\s?\.\p{L}{2,}|\p{N}(?:\.\p{N}+){3}/iu
const dot = /\bdot\s+(?:com|net|org|co|uk|info|io|me|app)\b/i
const number = /(?:\p{Nd}[\s().+\-\u2010-\u2015/]*){6,}/u

/** A finder's words in one form, or why they are not passed on. */
export function relayable(typed: string): string | { readonly refused: 'address' | 'number' } {
  const words = typed
    .normalize('NFKC')
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
  if (number.test(words)) return { refused: 'number' }
  if (address.test(words) || dot.test(words)) return { refused: 'address' }
  return words
}
