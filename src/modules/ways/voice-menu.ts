import { z } from 'zod'
import { type Line, readLine } from '#lib/line'
import { readWordKeys, type WordKeys } from '#modules/register/public'
import type { End } from './vocabulary.ts'

/** How far a call has come. It travels sealed in a token that the telephone service hands back; we keep nothing of a call. */
export const Talk = z.union([
  z.object({ asked: z.literal('number'), left: z.int() }),
  z.object({ asked: z.literal('word'), left: z.int(), line: z.string() }),
])
export type Talk = z.output<typeof Talk>

/** What to say next, and what to wait for; `undefined` ends the call. */
export type Say = { readonly says: string; readonly next?: Talk }
/** A number with a word on the keys: the one step that acts. */
export type Order = { readonly line: Line; readonly keys: WordKeys; readonly left: number }

const mostMistakes = 3

export const words = {
  begin:
    'This is Ringback. If you are in danger or hurt, hang up and call 9 9 9. To stop a phone, key in its number, then press hash.',
  number: 'We could not read that number. Key it in again, then press hash.',
  askWord:
    'Now spell the stop word on the keys, then press hash. A, B and C are on 2. For Harbour press 4 2 7 2 6 8 7.',
  word: 'A stop word has five letters or more. Spell it again on the keys, then press hash.',
  wrong: 'That number and that word do not belong together. Key in the number again, then press hash.',
  end: 'We could not do it. Go to Ringback, or call the network of the phone. Goodbye.',
} as const

export const endWords: Readonly<Record<Exclude<End, 'wrong'>, string>> = {
  stopped: 'Done. We ask every network to stop that phone now. This cannot start a phone again. Goodbye.',
  'number-only':
    'Too many wrong words came for that number. We ask for what a number alone may stop. To stop more, call its network. Goodbye.',
  busy: 'We could not take it this moment. Please call again. Goodbye.',
}

export const beginning: Say = { says: words.begin, next: { asked: 'number', left: mostMistakes } }

/** What follows from the keys that were pressed. Pure. */
export function step(talk: Talk, keys: string): Say | Order {
  if (talk.asked === 'number') {
    const line = readLine(keys)
    if (line) return { says: words.askWord, next: { asked: 'word', line, left: talk.left } }
    return again(words.number, talk)
  }
  const pressed = readWordKeys(keys)
  return pressed ? { line: talk.line as Line, keys: pressed, left: talk.left } : again(words.word, talk)
}

/** One mistake more; after three of them the call ends. */
export const again = (says: string, talk: Talk): Say =>
  talk.left > 1 ? { says, next: { ...talk, left: talk.left - 1 } } : { says: words.end }

/** Number and word did not belong together: from the number on, for either may be wrong. */
export const wrongWord = ({ left }: Order): Say => again(words.wrong, { asked: 'number', left })
