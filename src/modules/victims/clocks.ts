import { z } from 'zod'
import { workingDaysAfter } from './promise.ts'

/** What may wait on a case, each with a clock of its own. */
export const sorts = [
  'update',
  'claim',
  'doubt',
  'appeal',
  'message',
  'challenge',
  'decision',
  'failure',
  'network',
] as const
export type Sort = (typeof sorts)[number]

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/**
 * So long before its time a person is warned of what still waits. An update goes out ten minutes before by itself, so one that
 * waits five minutes before is in trouble. A claim that nobody proves ends by itself: nobody need do anything.
 */
export const warnedMs: Readonly<Record<Exclude<Sort, 'claim'>, number>> = {
  ...{ update: 5 * minute, doubt: 20 * minute, appeal: 20 * minute, message: 6 * hour },
  ...{ challenge: day, decision: 12 * hour, failure: 6 * hour, network: 6 * hour },
}

/** What waits, named by what brought it about: `message/<case>`, `doubt/<case>/<conflict>`, `failure/<action>`. */
export const ItemId = z.string().regex(/^[a-z]+\/[0-9a-f-]{36}(?:\/[a-z0-9-]{1,40})?$/)

const later = (from: string, ms: number) => new Date(Date.parse(from) + ms).toISOString()

/** A message, or one of ours that did not arrive, waits a day at most; what speaks against a report an hour. */
export const answerBy = (from: string) => later(from, day)
export const lookBy = (from: string) => later(from, hour)
/** Somebody looks at the end of a case again within five working days. */
export const challengeBy = (from: string) => new Date(workingDaysAfter(Date.parse(from), 5)).toISOString()
/** The Victims' Code (right 6): five working days, and one where the victim has enhanced rights. */
export const tellBy = (decidedAt: string, enhanced: boolean) =>
  new Date(workingDaysAfter(Date.parse(decidedAt), enhanced ? 1 : 5)).toISOString()

/**
 * How long after a gateway took a message its receipt may be out before a person looks. A phone may be off for a night; a mail server
 * itself warns its sender after about four hours. Notify goes on trying for three days: by then there are other news, and a receipt
 * that comes late takes it off the list again. Of letters nobody says that they arrived.
 */
export const receiptMs: Readonly<Partial<Record<string, number>>> = { 'send-text': 12 * hour, 'send-email': 4 * hour }

/** When a person is warned of it; null: never. */
export const warnAt = (sort: Sort, due: string): string | null =>
  sort === 'claim' ? null : later(due, -warnedMs[sort])
/** When it counts as missed; null: never. */
export const missAt = (sort: Sort, due: string): string | null => (sort === 'claim' ? null : due)
