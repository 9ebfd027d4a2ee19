import { z } from 'zod'
import { defineRoute, problem } from '#http'
import { CaseId } from '#lib/ids'
import { newSimInAlgiers } from '../next-steps.ts'
import { type PretendCaseTables, pretendStage } from '../pretend-case.ts'

/** The pretend thief switches the phone on in Algiers with another SIM. What follows comes by itself, as a sighting. */
export default defineRoute<PretendCaseTables>()({
  method: 'POST',
  url: '/api/demo/thefts/:case/algiers',
  summary: 'Demo only: the phone of a pretend theft asks for service in Algiers',
  who: 'anyone',
  purpose: 'own-case',
  personal: true,
  limitPerMinute: 60,
  status: 202,
  params: z.strictObject({ case: CaseId }),
  reply: z.object({ done: z.boolean().describe('false: the pretend operator does not answer') }),

  async handle({ case: theft }, context) {
    const stage = await pretendStage(context, theft)
    return stage ? { done: await newSimInAlgiers(context.db, stage) } : problem('not-found')
  },
})
