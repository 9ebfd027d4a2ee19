import { readMessage } from '#modules/harms/public'
import { readStopText, type StopText } from './read-stop-text.ts'

/** What a text that came to our number is: an order to stop a phone, a message that somebody forwards, or neither. */
export type ReadText =
  | { readonly sort: 'order'; readonly order: StopText }
  | { readonly sort: 'forward' }
  | { readonly sort: 'unread' }

/** Whoever orders writes a number and a word, and little beside. */
const mostWords = 12
const begins = /^\W*stop\b/i

/**
 * An order goes before a forward: a thief’s message often holds a number and words as an order does, but it has a link and is longer, and
 * does not begin with STOP. Were it read as an order, each one who forwards it would try a word of that number. Pure.
 */
export function readText(text: string): ReadText {
  const order = readStopText(text)
  const isForward = readMessage(text).some(({ sort }) => sort === 'link')
  if (order && (!isForward || begins.test(text) || wordsIn(text) <= mostWords)) return { sort: 'order', order }
  return { sort: isForward ? 'forward' : 'unread' }
}

const wordsIn = (text: string): number => text.split(/\s+/).filter((word) => word !== '').length
