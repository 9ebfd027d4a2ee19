import { hasLink, readMessage } from '#modules/harms/public'
import { readStopText, type StopText, saysMore } from './read-stop-text.ts'

/** What a text that came to our number is: an order to stop a phone, a message that somebody forwards, or neither. */
export type ReadText =
  | { readonly sort: 'order'; readonly order: StopText }
  | { readonly sort: 'forward' }
  | { readonly sort: 'unread' }

/**
 * Decides by form. An order is the number of a phone and its word, with what people write around them, and nothing else. Whatever has a link, or
 * more words than an order can have, is a message that somebody forwards: a thief’s message holds a number and words as an order does,
 * and each one who forwards it would try a word of that number. What points at nobody is neither. Pure.
 */
export function readText(text: string): ReadText {
  const isLinked = hasLink(text)
  const order = isLinked ? undefined : readStopText(text)
  if (order) return { sort: 'order', order }
  const found = readMessage(text)
  // Half an order, such as a number alone, is told how a whole one is written.
  const isMessage = found.some(({ sort }) => sort !== 'number') || (found.length > 0 && (isLinked || saysMore(text)))
  return { sort: isMessage ? 'forward' : 'unread' }
}
