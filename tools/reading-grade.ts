// Prints how hard the public's texts are to read, and fails when one is over grade 6 (age 11 to 12).
//
// The rule: a text (a paragraph, a sentence of the catalogue, a message, an error) of ten words or more is graded by itself.
// A shorter one, as a button or a heading, is graded with everything on its page: a grade of two words means nothing.
// A single sentence of ten words or more may be harder than its paragraph, up to grade 8: so a mean hides nobody's worst.
import { fewestWords, gradeOf, sentencesOf, wordsOf } from './reading/grade.ts'
import { type PublicText, publicTexts } from './reading/public-texts.ts'

export const highestGrade = 6
export const hardestSentence = 8
const shownWorst = 5
/** A page is graded from here on; a file with one button has no page of its own. */
const fewestOnPage = 30

type Graded = { readonly grade: number; readonly where: string; readonly says: string }

export const judged = (texts: readonly PublicText[]): Graded[] =>
  texts
    .filter(({ says }) => wordsOf(says).length >= fewestWords)
    .map(({ where, says }) => ({ grade: gradeOf(says), where, says }))

export const judgedSentences = (texts: readonly PublicText[]): Graded[] =>
  judged(texts.flatMap((text) => sentencesOf(text.says).map((says) => ({ ...text, says }))))

/** Each page as one text: a button ends like a sentence. */
export function judgedPages(texts: readonly PublicText[]): Graded[] {
  const pages = Map.groupBy(texts, ({ page }) => page)
  return [...pages].flatMap(([page, parts]) => {
    const says = parts.map((part) => part.says.replace(/[^.!?:;]$/, '$&.')).join(' ')
    return wordsOf(says).length >= fewestOnPage
      ? [{ grade: gradeOf(says), where: `page ${page}`, says: '(all of it)' }]
      : []
  })
}

const hardest = (graded: readonly Graded[]) => graded.toSorted((a, b) => b.grade - a.grade)
const line = ({ grade, where, says }: Graded) => `${grade.toFixed(1).padStart(5)}  ${where}: ${says}`

async function main(): Promise<number> {
  const texts = await publicTexts()
  const all = hardest(judged(texts))
  const pages = hardest(judgedPages(texts))
  const sentences = hardest(judgedSentences(texts))
  const mean = all.reduce((sum, { grade }) => sum + grade, 0) / all.length
  console.log(
    `${texts.length} texts: ${all.length} of ${fewestWords} words or more, mean grade ${mean.toFixed(1)}; ${pages.length} pages; ${sentences.length} sentences. The hardest:`,
  )
  for (const one of [all, pages, sentences].flatMap((some) => some.slice(0, shownWorst))) console.log(line(one))
  const over = [
    ...[...all, ...pages].filter(({ grade }) => grade > highestGrade),
    ...sentences.filter(({ grade }) => grade > hardestSentence),
  ]
  for (const one of over)
    console.error(`Too hard to read (at most ${highestGrade}, a sentence ${hardestSentence}): ${line(one)}`)
  return over.length === 0 ? 0 : 1
}

if (import.meta.main) process.exitCode = await main()
