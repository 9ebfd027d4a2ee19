import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { defineReaction, readStream, type Tools } from '#ledger'
import { gridOf } from '#lib/geo/grid'
import type { CaseId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { OwnerFound } from '#modules/exhibits/events/owner-found'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { isGuarded } from '#modules/reports/public'
import { HandsetLocated } from '#modules/sightings/events/handset-located'
import { queryable } from '#platform/database'
import { alertedCase, hidesPlace } from '../alerted-case.ts'
import { hourOf, squareOf } from '../cells/theft-cell.ts'
import type { TracedSquareTable } from '../tasks/traces.ts'

type Tables = TracedSquareTable & { event: { stream: string } }

const Located = z.object({ lon: z.number(), lat: z.number() })
const Kept = z.object({ tracedSquare: z.uuid() })
const keyOf = (theft: CaseId) => `traced-square ${theft}`

/**
 * Counts each stolen phone in the square to which its maker traced it, so that several in one place can be seen. Of a case that
 * hides its place nothing is counted; who has the phone back, or takes the report back, is counted no longer.
 */
export const traceHandsets = defineReaction<Tables>('trace-handsets', (on) => [
  on(HandsetLocated, async ({ case: theft, place }, { stream, tenant, at }, tools) => {
    const state = alertedCase.run(await readStream(queryable(tools.db), stream))
    if (!state.theft.standing || state.theft.ended || isGuarded(state.theft) || hidesPlace(state.theft)) return
    const record = (await tools.vault.reveal('count-trace', 'prevent-crime', [place])).get(place)
    const located = record && !record.erased ? Located.safeParse(record.value).data : undefined
    if (!located || !record || record.erased) return
    const { subject } = record
    const reviewAt = reviewOn(kept.alertPlace, tools.now())
    const value = { tracedSquare: randomUUID() }
    await tools.vault.putOnce({ subject, class: 'place', value, findBy: [keyOf(theft)], reviewAt })
    const id = await rowOf(theft, tools)
    if (!id) return
    const row = { id, tenant, ...squareOf(gridOf(located)), at: hourOf(at) }
    await tools.db
      .insertInto('traced_square')
      .values(row)
      .onConflict((on) => on.column('id').doUpdateSet({ easting: row.easting, northing: row.northing, at: row.at }))
      .execute()
  }),
  on(ReportWithdrawn, ({ case: theft }, _, tools) => uncount(theft, tools)),
  on(CaseClosed, ({ case: theft }, _, tools) => uncount(theft, tools)),
  on(OwnerFound, ({ case: theft }, _, tools) => uncount(theft, tools)),
  on(SafeModeSet, async ({ case: theft }, { stream }, tools) => {
    if (isGuarded(alertedCase.run(await readStream(queryable(tools.db), stream)).theft)) await uncount(theft, tools)
  }),
])

async function uncount(theft: CaseId, tools: Tools<Tables>): Promise<void> {
  const id = await rowOf(theft, tools)
  if (id) await tools.db.deleteFrom('traced_square').where('id', '=', id).execute()
}

/** Which row is this case's, known to the vault alone. */
async function rowOf(theft: CaseId, { vault }: Tools<Tables>): Promise<string | undefined> {
  const [known] = await vault.find('place', keyOf(theft))
  if (!known) return undefined
  const record = (await vault.reveal('count-trace', 'prevent-crime', [known.ref])).get(known.ref)
  return record && !record.erased ? Kept.parse(record.value).tracedSquare : undefined
}
