import type { Kysely } from 'kysely'
import { z } from 'zod'
import { problem, type RouteContext, seeOther } from '#http'
import { matrix } from '#http/access/matrix'
import { judge } from '#http/access/policy'
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
  type TaskTables,
  taskList,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { patternSays } from '../pattern-words.ts'
import { shownTask } from '../task-words.ts'

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
export default definePage<PatternQueueTables & TaskTables>()({
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
      ...{ open: open.map(shown), answered: answered.map(shown), choices, stand, top: await topTasks(context) },
      record: record.map((one) => ({ ...one, what: patternSays(one.pattern) })),
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

const most = 5

/** The tasks that are worth most, for who may look at tasks for the purpose that they named. */
async function topTasks(context: RouteContext<TaskTables>) {
  const { caller, purpose, db, audit, now } = context
  if (!judge(matrix, caller, { act: 'look', record: 'task' }, purpose).may) return []
  await audit('look', 'tasks')
  const { tasks } = await taskList(db, { ...context, now: now() })
  return tasks.slice(0, most).map((task) => shownTask(task, context))
}

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
    what: patternSays(pattern),
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
