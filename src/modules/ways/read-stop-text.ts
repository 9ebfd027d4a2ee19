import { type Line, readLine } from '#lib/line'
import { plainWord, type StopWord } from '#modules/register/public'

/** What somebody texts to stop a phone: its number, and what may be its stop word, the likeliest first. */
export type StopText = { readonly line: Line; readonly words: readonly StopWord[] }

/** What people write around the two. */
const filler = new Set(
  'stop stopword block lock please pls my phone mobile number is was word the and a it stolen lost help hi hello'.split(
    ' ',
  ),
)
const shortestWord = 5
const mostWords = 3
const longestRead = 500

/**
 * Reads a text in any order, case and spacing: “STOP 07700 900123 harbour”, “harbour, +44 7700 900123”. Undefined when it holds no
 * number of a line or no word. Pure; whatever comes, it is only read.
 */
export function readStopText(text: string): StopText | undefined {
  const said = text.slice(0, longestRead).normalize('NFKC')
  const found = numberIn(said)
  if (!found) return undefined
  const rest = `${said.slice(0, found.from)} ${said.slice(found.to)}`
  const spoken = rest.split(/[\s,;:.!?/]+/).map(plainWord)
  const kept = spoken.filter((word) => word !== '' && !filler.has(word))
  if (kept.length === 0) return undefined
  const whole = kept.join('') as StopWord
  // What looks like filler may be a part of the word itself: “my blue boat”.
  const all = [whole, ...kept.toReversed(), spoken.join('') as StopWord]
  const words = [...new Set(all)].filter((word) => word.length >= shortestWord).slice(0, mostWords)
  return words.length === 0 ? undefined : { line: found.line, words }
}

const longestNumber = 24

function numberIn(said: string): { readonly line: Line; readonly from: number; readonly to: number } | undefined {
  for (const { index, 0: run } of said.matchAll(/\+?\(?\d[\d\s().\u2010-\u2015-]*/gu)) {
    const typed = run.trimEnd().slice(0, longestNumber)
    const line = readLine(typed)
    if (line) return { line, from: index, to: index + typed.length }
  }
  return undefined
}
