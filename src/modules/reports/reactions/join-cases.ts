import { defineReaction, readStream, type Tools } from '#ledger'
import { CaseId } from '#lib/ids'
import { queryable } from '#platform/database'
import { theftCase } from '../case.ts'
import { closeCase } from '../commands/close-case.ts'
import { joinToFirst } from '../commands/join-to-first.ts'
import { letOutCase } from '../commands/let-out-case.ts'
import { CaseClosed, lifts } from '../events/case-closed.ts'
import { CasesLinked } from '../events/cases-linked.ts'
import { ReportWithdrawn } from '../events/report-withdrawn.ts'

/**
 * Finishes on the other stream what a person began on one: a command writes one stream. Where the later case cannot be joined any
 * more, the first lets it out again. Cases that are one theft end together: what one of them stopped is lifted with the other.
 */
export default defineReaction('join-cases', (on) => [
  on(CasesLinked, async ({ case: theft, other, as, same }, _, { execute }) => {
    if (as === 'later' && !same) await execute(letOutCase, { case: other, later: theft })
    if (as !== 'first' || !same) return
    const joined = await execute(joinToFirst, { case: other, first: theft })
    if (!joined.ok) await execute(letOutCase, { case: theft, later: other }, 'let-out')
  }),
  on(ReportWithdrawn, ({ case: theft }, _, tools) => endTogether(theft, 'withdrawn', tools)),
  on(CaseClosed, async ({ case: theft, reason }, _, tools) => {
    if (lifts(reason)) await endTogether(theft, reason === 'returned' ? reason : 'withdrawn', tools)
  }),
])

async function endTogether(theft: string, reason: 'returned' | 'withdrawn', { db, execute }: Tools): Promise<void> {
  const { twins, joinedTo } = theftCase.run(await readStream(queryable(db), `case/${theft}`))
  for (const other of [...twins, ...(joinedTo ? [joinedTo] : [])])
    await execute(closeCase, { case: CaseId.parse(other), reason, stops: [] }, `end-${other}`)
}
