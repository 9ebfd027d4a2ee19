import { z } from 'zod'
import { defineEvent } from '#ledger'
import { aboutAction, aboutSample, streamOfAction } from '../action-fact.ts'

/** Why a person gives an action up: a code, because what is typed freely may name somebody and stays for ever. */
export const reasonsToGiveUp = [
  'partner-closed',
  'done-by-hand',
  'no-longer-needed',
  'owed-by-mistake',
  'other',
] as const

/** A person decided that a dead action will not be tried again. */
export const ActionGivenUp = defineEvent('partners.action-given-up', {
  version: 1,
  stream: streamOfAction,
  data: z.object({ ...aboutAction, why: z.enum(reasonsToGiveUp) }),
  sample: { ...aboutSample, why: 'partner-closed' },
})
