import { type Line, readLine } from '#lib/line'
import { plainWord, type StopWord } from '#modules/register/public'

/** What somebody texts to stop a phone: its number, and what may be its stop word, the likeliest first. */
export type StopText = { readonly line: Line; readonly words: readonly StopWord[] }

/** What people write around the two, in English and Welsh. */
const filler = new Set(
  `stop stopword block lock please pls my phone mobile number is was word the and a it stolen lost help hi hello
  stopio stopiwch atal blocio fy ffon rhif gair yw a'r`.split(/\s+/),
)
const keyword = /^\W*(?:stop(?!\w)|stopio|stopiwch|atal|block|blocio|lock)/i
/** Beside those an order has the stop word, which may be two words that are one. Who begins with the keyword means an order. */
const mostBeside = { withKeyword: 4, without: 2 } as const
/** Who says which is the word may say more before it: “… it was taken on the bus this morning, and the word is harbour”. */
const named = /(?<!\p{L})(?:word|gair)(?: is| yw|:)\s*["“'‘]?(\p{L}{2,20}(?: \p{L}{2,20})?)(?!\p{L})["”'’]?/iu
const shortestWord = 5
const mostWords = 3
const longestRead = 500

/**
 * Reads a text in any order, case and spacing: “STOP 07700 900123 harbour”, “harbour, +44 7700 900123”. Undefined when it holds no
 * number of a line, no word, or more words than an order has. Pure; whatever comes, it is only read.
 */
export function readStopText(text: string): StopText | undefined {
  const said = text.slice(0, longestRead).normalize('NFKC')
  const found = numberIn(said)
  if (!found) return undefined
  const rest = `${said.slice(0, found.from)} ${said.slice(found.to)}`
  const spoken = spokenIn(namedIn(rest) ?? rest)
  const kept = spoken.filter((word) => !filler.has(word))
  if (kept.length === 0 || kept.length > mostWordsIn(text) || text.length > longestRead) return undefined
  const whole = kept.join('') as StopWord
  // What looks like filler may be a part of the word itself: “my blue boat”.
  const all = [whole, ...kept.toReversed(), spoken.join('') as StopWord]
  const words = [...new Set(all)].filter((word) => word.length >= shortestWord).slice(0, mostWords)
  return words.length === 0 ? undefined : { line: found.line, words }
}

const spokenIn = (text: string): StopWord[] =>
  text
    .split(/[\s,;:.!?/]+/)
    .map(plainWord)
    .filter((word) => word !== '')

const mostWordsIn = (text: string): number => (keyword.test(text) ? mostBeside.withKeyword : mostBeside.without)

/** What somebody calls the word, where nothing that could be one comes after it. */
function namedIn(text: string): string | undefined {
  const found = named.exec(text)
  const after = found && text.slice(found.index + found[0].length)
  return after !== null && spokenIn(after).every((word) => filler.has(word)) ? found?.[1] : undefined
}

/** Whether more words stand in a text than an order has. */
export const saysMore = (text: string): boolean =>
  spokenIn(text).filter((word) => !filler.has(word)).length > mostWordsIn(text)

const longestNumber = 24

function numberIn(said: string): { readonly line: Line; readonly from: number; readonly to: number } | undefined {
  for (const { index, 0: run } of said.matchAll(/\+?\(?\d[\d\s().\u2010-\u2015-]*/gu)) {
    const typed = run.trimEnd().slice(0, longestNumber)
    const line = readLine(typed)
    if (line) return { line, from: index, to: index + typed.length }
  }
  return undefined
}
