import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { demandSource, writeDownStudy } from '../cells/whose-look.ts'
import { askStudy, type NoStudy, type StudyTables } from '../effect/ask-study.ts'
import { stepsTold } from '../effect/steps-told.ts'
import { StudyQuery } from '../effect/study-asked.ts'

const head =
  'begins,period,patrolled_squares,patrolled_thefts,control_squares,control_thefts,thefts_within_100_m,thefts_within_200_m'

const notYet: Record<NoStudy, string> = {
  'too-little': 'There is no patrol yet whose effect could be counted, or the thefts long before it are not known.',
  'say-since': 'Patrols began more than half a year ago. Say since when (since=YYYY-MM-DD).',
}

/** What the page of the effect is made of, step by step. */
export default defineRoute<StudyTables>()({
  method: 'GET',
  url: '/staff/effect.csv',
  who: { act: 'look', record: 'patrol' },
  summary: 'Thefts in patrolled squares, their controls and the rings around, by week or month, as CSV',
  query: StudyQuery,
  produces: 'text/csv; charset=utf-8',
  reply: z.string(),

  async handle({ of, by, since }, context) {
    if (since.isWrong)
      return problem('invalid-input', { detail: 'We cannot read this day. Say it like since=2026-09-01.' })
    const sight = demandSource(of, context)
    await writeDownStudy(context, of)
    const study = await askStudy(context.db, { ...sight, by, since: since.at, now: context.now() })
    if (typeof study === 'string') return problem('not-found', { detail: notYet[study] })
    const rows = stepsTold(of, study).map(({ patrolled, control, rings }, at) =>
      [
        ...[study.stepNames[at], at < study.steps.length / 2 ? 'before' : 'after'],
        ...[study.squares, patrolled, study.controls, control, ...rings],
      ].join(','),
    )
    return `${[head, ...rows].join('\r\n')}\r\n`
  },
})
