import { z } from 'zod'
import { Slug } from '#lib/slug'
import { FindingId } from '../recorded-finding.ts'

/** What somebody is asked to do because of intelligence. A task of a pattern has the id of its finding. */
export const TaskId = FindingId

export const taskKinds = ['patrol', 'visit', 'search', 'operation'] as const
export type TaskKind = (typeof taskKinds)[number]

const day = 24 * 3_600_000
/** How long a task of each kind stands. After that what it was raised on is no longer news, and it leaves the list by itself. */
export const lastsMs: Readonly<Record<TaskKind, number>> = {
  patrol: 3 * day, // the risk after a near repeat is over within days
  search: 2 * day, // a phone that was traced moves on
  operation: 7 * day, // the same evening of the week comes once
  visit: 28 * day, // a venue or a dealer stays where it is
}

/** What intelligence is, beside patterns: places with more thefts than luck explains, dealers, and squares with traced phones. */
export const otherSources = ['venue', 'dealer', 'traces'] as const
const kindOfSource: Readonly<Record<string, TaskKind>> = {
  ...{ venue: 'visit', dealer: 'visit', traces: 'search' },
  // Who goes from one theft to the next is watched for, not frightened off for an hour.
  ...{ 'snatcher-series': 'operation', 'tap-series': 'operation', 'distraction-series': 'operation' },
}
export const kindOf = (source: string): TaskKind => kindOfSource[source] ?? 'patrol'

/** Teams of a force that a task can be handed on to: their role. */
export const teams = ['response-officer', 'neighbourhood-officer', 'transport-officer', 'detective'] as const
export type Team = (typeof teams)[number]

/** What came of a task that was done. */
export const taskResults = ['phones-found', 'somebody-identified', 'agreed', 'was-there', 'nothing-there'] as const
export type TaskResult = (typeof taskResults)[number]
/** Those that say that the intelligence was right. That somebody was there says nothing of it either way. */
export const goodResults: readonly TaskResult[] = ['phones-found', 'somebody-identified', 'agreed']

const tenths = z.int().min(0)
/** What the ledger keeps of a task: whole numbers and no place. */
export const RaisedTask = z.object({
  task: TaskId,
  source: Slug.describe('the pattern whose finding it is, or what else: venue, dealer, traces'),
  finding: FindingId.optional().describe('of a pattern'),
  dealer: Slug.optional().describe('whom to visit, where it is a dealer'),
  counted: z.int().min(1).describe('thefts, or phones, that speak for it'),
  usualTenths: tenths.describe('how many would be usual, in tenths'),
  stakeTenths: tenths.describe('phones at stake while it stands, in tenths'),
})
export type RaisedTask = z.output<typeof RaisedTask>
