import { type Kysely, sql } from 'kysely'
import { liveChannel } from '#http'
import { defineView } from '#ledger'
import { PatternAnswered } from '../events/pattern-answered.ts'
import { PatternFound } from '../events/pattern-found.ts'
import type { DismissReason, PatternAnswer } from '../recorded-finding.ts'

export type PatternFindingTable = {
  pattern_finding: {
    finding: string
    pattern: string
    starts: Date | string
    ends: Date | string
    thefts: number
    expected_tenths: number
    chance_one_in: number
    found_at: Date | string
    answer: PatternAnswer | null
    reason: DismissReason | null
    answered_at: Date | string | null
    /** The organisation whose analyst answered it. */
    answered_by: string | null
  }
}

/** Announced when a finding can be seen, or has its answer. */
export const patternsTopic = 'patterns'

const wake = (db: Kysely<PatternFindingTable>) =>
  db.selectNoFrom(sql`pg_notify(${liveChannel}, ${patternsTopic})`.as('told'))

/** Findings that wait for an analyst, and what came of the others. Where they are: pattern_place. */
export const patternFinding = defineView<PatternFindingTable>('pattern_finding', 'async', (on) => [
  on(PatternFound, (db, { finding, pattern, thefts, ...found }, { at }) => [
    db.insertInto('pattern_finding').values({
      ...{ finding, pattern, thefts, starts: found.from, ends: found.to, found_at: at },
      ...{ expected_tenths: found.expectedTenths, chance_one_in: found.chanceOneIn },
      ...{ answer: null, reason: null, answered_at: null, answered_by: null },
    }),
    wake(db),
  ]),
  on(PatternAnswered, (db, { finding, answer, reason = null }, { at, tenant }) => [
    db
      .updateTable('pattern_finding')
      .set({ answer, reason, answered_at: at, answered_by: tenant })
      .where('finding', '=', finding),
    wake(db),
  ]),
])
