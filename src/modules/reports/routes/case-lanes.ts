import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { CaseId } from '#lib/ids'
import { type ActionTables, lanesOf } from '#partners'
import { type EventTables, tenantOfStream } from '../tenant.ts'

/** What was asked of each partner for a case, and what came back: say only what has happened. */
export default defineRoute<ActionTables & EventTables>()({
  method: 'GET',
  url: '/api/cases/:case/lanes',
  summary: 'What each partner was asked to do for a case, and what it answered',
  who: { act: 'look', record: 'theft-report' },
  params: z.strictObject({ case: CaseId }),
  reply: z.object({
    lanes: z.array(
      z.object({
        partner: z.string(),
        kind: z.string(),
        state: z.enum([
          'not-asked',
          'sent',
          'confirmed',
          'refused',
          'no-answer',
          'cancelled',
          'lapsed',
          'not-sent',
          'ended',
        ]),
        asked: z.iso.datetime().nullable(),
        answered: z.iso.datetime().nullable(),
      }),
    ),
  }),

  async handle({ case: theft }, { db, audit, now }) {
    const stream = `case/${theft}`
    const owner = await tenantOfStream(db, stream)
    if (owner === undefined) return problem('not-found')
    await audit('look', stream, owner)
    return { lanes: await lanesOf(db, stream, now()) }
  },
})
