import { commonWords } from './common-words.ts'

/** A stop word in its one form: small letters a to z, however it was written. */
export type StopWord = string & { readonly StopWord: never }
/** The same as key presses of a telephone: A, B and C are 2. */
export type WordKeys = string & { readonly WordKeys: never }

const shortest = 5
const longest = 20
const keyOf = '22233344455566677778889999'

/** Why a word will not do. */
export type Weak = 'letters' | 'short' | 'long' | 'common' | 'own' | 'row'

/** The letters of what was typed or said: accents, case, spaces and marks do not count. Letters of other scripts are none. */
export function plainWord(typed: string): StopWord {
  const small = typed.slice(0, 200).normalize('NFKD').toLowerCase()
  return small.replaceAll(/[^a-z]/g, '') as StopWord
}

export const keysOfWord = (word: StopWord): WordKeys =>
  [...word].map((letter) => keyOf[letter.charCodeAt(0) - 97]).join('') as WordKeys

/** Key presses as a telephone sends them; undefined when no word can be behind them. */
export const readWordKeys = (pressed: string): WordKeys | undefined =>
  new RegExp(`^[2-9]{${shortest},${longest}}$`).test(pressed) ? (pressed as WordKeys) : undefined

/** Under what the vault finds a stop word's secret: by number and word, and by number and key presses. */
export const wordKey = (line: string, word: StopWord): string => `stop-word ${line} ${word}`
export const pressedKey = (line: string, keys: WordKeys): string => `stop-keys ${line} ${keys}`

/** What speaks against a word as a stop word. `own`: what others know of its owner, such as their name. */
export function weaknessOf(typed: string, own: readonly string[]): Weak | undefined {
  const word = plainWord(typed)
  if (/\p{L}/u.test(typed.normalize('NFKD').replaceAll(/[A-Za-z\p{M}]/gu, ''))) return 'letters'
  if (word.length < shortest) return 'short'
  if (word.length > longest) return 'long'
  if (commonWords.has(word) || commonWords.has(word.replace(/s$/, ''))) return 'common'
  if (isRow(word)) return 'row'
  return own.flatMap(partsOf).some((part) => word.includes(part) || part.includes(word)) ? 'own' : undefined
}

/** Names and the like, in the pieces by which they would be guessed. Short pieces are in many a word. */
const partsOf = (known: string): string[] =>
  [known.split('@')[0] ?? '', ...known.split(/[^\p{L}]+/u)].map(plainWord).filter((part) => part.length > 3)

const rows = ['abcdefghijklmnopqrstuvwxyz', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm']

/** Fewer than three different letters, or neighbours on the keyboard or in the alphabet, one after the other. */
function isRow(word: string): boolean {
  if (new Set(word).size < 3) return true
  const both = rows.flatMap((row) => [row, [...row].reverse().join('')])
  return both.some((row) => row.includes(word))
}
