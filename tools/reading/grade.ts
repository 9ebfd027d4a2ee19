import library from 'text-readability-ts'

// The package is CommonJS: Node gives the very object that its types call `default`.
const syllables = library as unknown as typeof library.default

/** Of this many words on, a text's grade says something. "Block it now" has a grade too, and it means nothing. */
export const fewestWords = 10

const ends = /[.!?:;]+(?=\s|$)|\s[–—-]\s/
const hasLetter = /\p{L}/u
/** A number, a date, a code, an address: read as one thing, however long it is. */
const isSign = /[\d@*#/\\]|\p{L}\.\p{L}/u

export const wordsOf = (text: string): string[] => text.split(/[\s–—]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))

export const sentencesOf = (text: string): string[] => text.split(ends).filter((part) => wordsOf(part).length > 0)

/** Each part of a word with hyphens is heard as a word: `e-mail` is two syllables. */
const syllablesOf = (word: string): number => {
  if (isSign.test(word) || !hasLetter.test(word)) return 1
  const parts = word.replaceAll(/[’']s?\b/g, '').split('-')
  return parts.reduce((sum, part) => sum + (hasLetter.test(part) ? Math.max(1, syllables.syllableCount(part)) : 0), 0)
}

/**
 * The Flesch–Kincaid grade (Kincaid, Fishburne, Rogers and Chissom, Research Branch Report 8-75, 1975): 0.39 words a sentence
 * + 11.8 syllables a word − 15.59. A sentence ends, as Flesch counted them, at a full stop, a colon, a semicolon or a dash.
 * The formula is ours because the package's rounds its averages to one place first; its table of syllables is what we lack.
 */
export function gradeOf(text: string): number {
  const words = wordsOf(text)
  if (words.length === 0) return 0
  const heard = words.reduce((sum, word) => sum + syllablesOf(word), 0)
  return 0.39 * (words.length / Math.max(1, sentencesOf(text).length)) + 11.8 * (heard / words.length) - 15.59
}
