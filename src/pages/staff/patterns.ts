import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, seeOther } from '#http'
import {
  answerPattern,
  demandSource,
  dismissReasons,
  FindingId,
  findPatterns,
  methodWords,
  nameOfSquare,
  type PatternQueueTables,
  patternQueue,
  patternsStand,
  type QueuedPattern,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'

/** What each pattern says has happened. One that has no words here shows its own name. */
const patternWords: Readonly<Record<string, string>> = {
  'near-repeat': 'The same kind of theft, again and again in one place',
  surge: 'Many thefts in one borough within six hours',
  'emerging-cluster': 'More and more thefts in squares side by side',
  rise: 'Far more thefts reported than usual, in the last day or two',
  'snatcher-series': 'Snatches one after the other along a way',
  'tap-series': 'Phones taken from tables or bars, one after the other',
  'distraction-series': 'Thefts by distraction, one after the other',
}
const answers = ['acknowledged', ...dismissReasons] as const
const answerWords: Readonly<Record<(typeof answers)[number], string>> = {
  acknowledged: 'We work on it',
  known: 'Put aside: we knew it already',
  event: 'Put aside: a big event was there',
  recording: 'Put aside: only the way of reporting changed',
  'no-link': 'Put aside: these thefts have nothing in common',
}
const says: Readonly<Record<string, string>> = {
  'pattern-answered': 'Somebody has answered this',
}

/** What was found in the thefts that chance does not explain. An analyst says whether it is worked on, or why not. */
export default definePage<PatternQueueTables>()({
  url: '/staff/patterns',
  title: 'Patterns',
  template: 'staff/patterns.njk',
  who: { act: 'change', record: 'hotspot' },
  console: true,

  async load(_, context) {
    const { db, now, tenant } = context
    // Found in the reports of all forces: for whoever may see those.
    if (demandSource('reports', context).handledBy !== undefined) return problem('other-organisation')
    const [{ open, answered, record }, { stand }] = await Promise.all([
      patternQueue(db, { tenant, now: now() }),
      patternsStand(db, tenant),
    ])
    const hoursOf = new Map((await findPatterns()).map(({ slug, hours }) => [slug, hours]))
    const shown = (one: QueuedPattern) => ({ ...inWords(one), hours: hoursOf.get(one.pattern) ?? 'of-report' })
    const choices = [{ value: '', text: 'Choose' }, ...answers.map((value) => ({ value, text: answerWords[value] }))]
    return {
      ...{ open: open.map(shown), answered: answered.map(shown), choices, stand },
      record: record.map((one) => ({ ...one, what: patternWords[one.pattern] ?? one.pattern })),
    }
  },

  form: z.object({ finding: FindingId, says: z.enum(answers, 'Choose what you do with it') }),

  async act({ finding, says: said }, { db, execute, now, tenant }) {
    const { open } = await patternQueue(db as Kysely<PatternQueueTables>, { tenant, now: now() })
    // Nobody of a force answers what demos found, nor the other way round.
    if (!open.some((one) => one.finding === finding)) return problem('not-found', { detail: 'Nothing waits here.' })
    const answer = said === 'acknowledged' ? { answer: said } : ({ answer: 'dismissed', reason: said } as const)
    const outcome = await execute(answerPattern, { finding, ...answer })
    if (outcome.ok) return seeOther('/staff/patterns')
    return { errors: [{ field: 'says', says: says[outcome.refused] ?? 'We are busy. Press the button once more' }] }
  },
})

function inWords({ finding, pattern, method, squares, borough, ...row }: QueuedPattern) {
  const [first] = squares
  return {
    ...{
      finding,
      borough,
      squares: squares.length,
      thefts: row.thefts,
      chance: row.chance_one_in.toLocaleString('en-GB'),
    },
    what: patternWords[pattern] ?? pattern,
    kind: method ? (methodWords[method] ?? '') : '',
    // A place’s name says its borough. A surge is all over its borough: its first square would be any.
    near: pattern === 'surge' || first === undefined ? '' : nameOfSquare(first),
    usual: row.expected_tenths > 0 ? `About ${(row.expected_tenths / 10).toFixed(1)}` : 'Hardly any',
    ...{ starts: iso(row.starts), ends: iso(row.ends), found: iso(row.found_at) },
    answer: row.answer ? answerWords[row.reason ?? 'acknowledged'] : '',
    ...(row.answered_at && { by: row.by ?? '', answeredAt: iso(row.answered_at) }),
    ...(row.before_answered && {
      before: row.before,
      beforeAt: iso(row.before_answered),
      beforeAnswer: answerWords[row.before_reason ?? 'acknowledged'],
    }),
  }
}

const iso = (at: Date | string) => new Date(at).toISOString()
