import { readsLikeAnAddress } from './unit.ts'

/** What a thief's message asks for, and ours never does. */
const asks =
  /\b(?:password|pass ?codes?|pin|one[- ]time|security codes?|log ?in|sign ?in|click|tap|verify|sort code|account number|card number)\b/i
/** A number of a phone, a card or a case. 101, 999 and a date are shorter. */
const longNumber = /\d(?:[\s-]?\d){6,}/

/** Why these words may not go to a victim; undefined when they may. They are read by whoever holds the case's code. */
export function wrongIn(text: string): string | undefined {
  if (readsLikeAnAddress(text)) return 'Take out the web or e-mail address: nothing of ours holds a link'
  if (asks.test(text))
    return 'Do not ask for a code, a password or bank details, and do not name them: thieves write like that'
  if (longNumber.test(text)) return 'Take out the long number: others may see this page'
  return undefined
}

/** Reading age 11 to 12 is grade 6; beyond this we ask for shorter words. */
export const hardGrade = 8

/** What to do about words that are hard to read; undefined when they are plain. */
export function hardIn(text: string): string | undefined {
  const grade = Math.round(gradeOf(text))
  return grade > hardGrade
    ? `This is hard to read (grade ${grade}; ours is 6). Make short sentences of short words, or send it as it is`
    : undefined
}

const wordsIn = (text: string) => text.match(/[\p{L}’'-]+/gu) ?? []
/** Vowels that are heard apart; a silent e is none. A guess, as every count of syllables without a dictionary is. */
const syllables = (word: string) =>
  Math.max(
    1,
    (
      word
        .toLowerCase()
        .replace(/(?<![aeiouyl])e$|(?<=[^td])ed$/, '')
        .match(/[aeiouy]+/g) ?? []
    ).length,
  )

/** The grade of Flesch and Kincaid: 0.39 words a sentence + 11.8 syllables a word − 15.59. */
export function gradeOf(text: string): number {
  const words = wordsIn(text)
  if (words.length < 10) return 0 // of a few words it means nothing
  const sentences = text.split(/[.!?:;]+(?:\s|$)/).filter((one) => wordsIn(one).length > 0).length
  const heard = words.reduce((sum, word) => sum + syllables(word), 0)
  return 0.39 * (words.length / Math.max(1, sentences)) + 11.8 * (heard / words.length) - 15.59
}
