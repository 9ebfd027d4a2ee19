import { z } from 'zod'
import { Slug } from '#lib/slug'

export const FindingId = z.uuid()

/** What the ledger keeps of a finding: whole numbers, and no place. */
export const RecordedFinding = z.object({
  finding: FindingId,
  pattern: Slug.describe('the file in modules/patrol/patterns that found it; rise: found as a theft came in'),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  thefts: z.int().min(1),
  expectedTenths: z.int().min(0).describe('thefts that were expected, in tenths'),
  chanceOneIn: z.int().min(1).describe('chance alone does as much at one look in so many'),
})

/** What an analyst does with a finding. */
export const patternAnswers = ['acknowledged', 'dismissed'] as const
export type PatternAnswer = (typeof patternAnswers)[number]

/** Why it is put aside. How often each is said tells which pattern needs work. */
export const dismissReasons = ['known', 'event', 'recording', 'no-link'] as const
export type DismissReason = (typeof dismissReasons)[number]
