import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { announce } from '#http'
import { defineReaction, readStream, type StoredEvent, type Tools } from '#ledger'
import type { CaseId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { levelOf } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { DetailsAdded } from '#modules/reports/events/details-added'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { isGuarded, theftCase } from '#modules/reports/public'
import { type Details, detailsOf } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { alertedCase, hidesPlace } from '../alerted-case.ts'
import {
  countTheft,
  hourOf,
  markProved,
  squareOf,
  squaresTopic,
  type TheftCellTable,
  tellHour,
  tellVehicle,
  uncountTheft,
} from '../cells/theft-cell.ts'
import { hourOfTheft } from '../hour-said.ts'
import { london } from '../london.ts'
import { openSaid } from '../open-said.ts'
import { placeAnAlert } from '../place-an-alert.ts'

/**
 * Counts each theft in the square where it was, for the map and the patrols. A case that hides its place is not counted, one
 * that is taken back no longer. What an officer on patrol saw carries that flag: it is kept, and no map or forecast counts it.
 */
export const placeTheft = defineReaction<TheftCellTable & EventTable>('place-theft', (on) => [
  on(TheftReported, async (theft, event, tools) => {
    if (theft.place) await place(theft.case, [{ ref: theft.place, at: event.at }], event, tools)
  }),
  on(DetailsAdded, async ({ case: theft }, event, tools) => {
    const added = detailsOf(await readStream(queryable(tools.db), event.stream))
    await place(theft, added.toReversed(), event, tools)
  }),
  on(ProofShown, async ({ case: theft, means }, _, tools) => {
    if (levelOf(means) >= 2) await withCell(theft, tools, (id) => markProved(tools.db, id))
  }),
  on(ReportWithdrawn, ({ case: theft }, _, tools) => withCell(theft, tools, (id) => uncountTheft(tools.db, id))),
  // Two reports of one theft are counted once.
  on(CaseClosed, async ({ case: theft, reason }, _, tools) => {
    if (reason === 'duplicate') await withCell(theft, tools, (id) => uncountTheft(tools.db, id))
  }),
  on(SafeModeSet, async ({ case: theft }, { stream }, tools) => {
    const isHidden = isGuarded(theftCase.run(await readStream(queryable(tools.db), stream)))
    if (isHidden) await withCell(theft, tools, (id) => uncountTheft(tools.db, id))
  }),
])

type EventTable = {
  event: { stream: string; version: number; type: string; type_version: number; data: unknown; at: string }
}

const Kept = z.object({ theftCell: z.uuid() })
const keyOf = (theft: CaseId) => `theft-cell ${theft}`

/** `told`: what was said of the place and the time, the newest first. */
async function place(
  theft: CaseId,
  told: readonly Pick<Details, 'ref' | 'at'>[],
  event: StoredEvent,
  tools: Tools<TheftCellTable & EventTable>,
) {
  const state = alertedCase.run(await readStream(queryable(tools.db), event.stream))
  const { standing, lost, ended, reportedAt } = state.theft
  if (!standing || !reportedAt || lost || ended === 'withdrawn') return
  if (isGuarded(state.theft) || hidesPlace(state.theft)) return
  const refs = told.map(({ ref }) => ref)
  const opened = await openSaid(refs, { act: 'count-theft', purpose: 'prevent-crime' }, tools)
  if (!opened) return
  const whens = told.map(({ ref, at }) => ({ when: opened.each.get(ref)?.when, at }))
  const hour = hourOfTheft(whens, { reportedAt, justNow: state.justNow })
  const found = placeAnAlert(opened.said, london())
  if (!found && hour) await withCell(theft, tools, (id) => tellHour(tools.db, id, hour))
  if (found) await count(theft, found, hour, { state, event, subject: opened.subject }, tools)
  const { vehicle } = opened.said
  if (vehicle) await withCell(theft, tools, (id) => tellVehicle(tools.db, id, vehicle))
}

type Counting = {
  readonly state: ReturnType<typeof alertedCase.run>
  readonly event: StoredEvent
  readonly subject: string
}

async function count(
  theft: CaseId,
  found: NonNullable<ReturnType<typeof placeAnAlert>>,
  hour: ReturnType<typeof hourOfTheft>,
  { state, event, subject }: Counting,
  tools: Tools<TheftCellTable & EventTable>,
) {
  const { standing, reportedAt } = state.theft
  if (!standing || !reportedAt) return
  const value = { theftCell: randomUUID() }
  const reviewAt = reviewOn(kept.alertPlace, tools.now())
  await tools.vault.putOnce({ subject, class: 'place', value, findBy: [keyOf(theft)], reviewAt })
  await withCell(theft, tools, (id) =>
    countTheft(tools.db, {
      ...{ id, tenant: event.tenant, force: state.theft.force ?? null },
      ...{ ...squareOf(found.place), accuracy_metres: found.place.accuracyMetres },
      ...{ at: hourOf(reportedAt), happened: hour?.happened ?? null, hour_told: hour?.hourTold ?? null },
      ...{ method: state.method ?? 'unknown', proved: standing.level >= 2 },
      source: state.foundByPatrol ? 'patrol' : 'victim',
    }),
  )
}

/** Which row is this case's, known to the vault alone. */
async function withCell(
  theft: CaseId,
  { vault, db }: Tools<TheftCellTable>,
  change: (id: string) => Promise<void>,
): Promise<void> {
  const [known] = await vault.find('place', keyOf(theft))
  if (!known) return
  const record = (await vault.reveal('count-theft', 'prevent-crime', [known.ref])).get(known.ref)
  if (!record || record.erased) return
  await change(Kept.parse(record.value).theftCell)
  await announce(db, squaresTopic)
}
