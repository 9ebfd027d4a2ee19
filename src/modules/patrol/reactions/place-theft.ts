import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { announce } from '#http'
import { defineReaction, readStream, type StoredEvent, type Tools } from '#ledger'
import type { CaseId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { levelOf } from '#lib/proof'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CaseReopened } from '#modules/reports/events/case-reopened'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { DetailsAdded } from '#modules/reports/events/details-added'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { ReportWithdrawn } from '#modules/reports/events/report-withdrawn'
import { SafeModeSet } from '#modules/reports/events/safe-mode-set'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'
import { isGuarded, type Vehicle } from '#modules/reports/public'
import { DecisionRecorded } from '#modules/victims/events/decision-recorded'
import { type Details, detailsOf } from '#modules/victims/public'
import { queryable } from '#platform/database'
import { type AlertedCase, alertedCase, hidesPlace, isHushed } from '../alerted-case.ts'
import {
  countTheft,
  hourOf,
  markIdentified,
  markProved,
  squareOf,
  squaresTopic,
  type TheftCellTable,
  type ToldHour,
  tellHour,
  tellVehicle,
  uncountTheft,
} from '../cells/theft-cell.ts'
import { hourOfTheft } from '../hour-said.ts'
import { london } from '../london.ts'
import { openSaid } from '../open-said.ts'
import { type AlertPlace, placeAnAlert } from '../place-an-alert.ts'
import { closesOnSomebody, isIdentified, tellsWho } from '../risk/identified.ts'

/**
 * Counts each theft in the square where it was, for the map and the patrols. Whether and where follows from what the case is now: one
 * that hides its place, was taken back or is the same theft as another is not counted, and is again once it is neither. So events that
 * come again, or late, change nothing. What an officer on patrol saw carries that flag: it is kept, and no map or forecast counts it.
 */
export const placeTheft = defineReaction<Tables>('place-theft', (on) => [
  on(TheftReported, async ({ case: theft, place }, _, tools) => {
    if (place) await settle(theft, tools)
  }),
  on(DetailsAdded, ({ case: theft }, _, tools) => settle(theft, tools)),
  // What was told of where a phone was lost is where it was taken.
  on(TheftTold, ({ case: theft }, _, tools) => settle(theft, tools)),
  on(ProofShown, async ({ case: theft, means }, _, tools) => {
    if (levelOf(means) >= 2) await withCell(theft, tools, (id) => markProved(tools.db, id))
  }),
  on(ReportWithdrawn, ({ case: theft }, _, tools) => settle(theft, tools)),
  on(SafeModeSet, ({ case: theft }, _, tools) => settle(theft, tools)),
  on(DecisionRecorded, async ({ case: theft, decision }, _, tools) => {
    if (tellsWho(decision)) await withCell(theft, tools, (id) => markIdentified(tools.db, id))
  }),
  on(CaseClosed, async ({ case: theft, reason, because }, _, tools) => {
    if (closesOnSomebody(because)) await withCell(theft, tools, (id) => markIdentified(tools.db, id))
    if (reason !== 'withdrawn' && reason !== 'duplicate') return
    await settle(theft, tools)
    const { joinedTo } = (await read(theft, tools)).theft
    if (joinedTo) await settle(joinedTo, tools)
  }),
  on(CaseReopened, ({ case: theft }, _, tools) => settle(theft, tools)),
  // The later one is settled when it is opened again.
  on(CasesLinked, async ({ case: theft, as, same }, _, tools) => {
    if (as === 'first' && !same) await settle(theft, tools)
  }),
])

type Tables = TheftCellTable & {
  event: { stream: string; version: number; type: string; type_version: number; data: unknown; at: string }
}

const Kept = z.object({ theftCell: z.uuid() })
const keyOf = (theft: CaseId) => `theft-cell ${theft}`

type Known = AlertedCase & { readonly events: readonly StoredEvent[] }

async function read(theft: CaseId, { db }: Tools<Tables>): Promise<Known> {
  const events = await readStream(queryable(db), `case/${theft}`)
  return { ...alertedCase.run(events), events }
}

/** A case that is back with its owner, or that nobody could follow, was a theft all the same. */
function isCounted({ theft }: Known): boolean {
  const { standing, lost, ended, closedFor } = theft
  if (!standing || lost || ended === 'withdrawn' || closedFor === 'withdrawn' || closedFor === 'duplicate') return false
  return !isGuarded(theft) && !hidesPlace(theft)
}

/** Counts a case where it is known to have been, or takes it out of the counts. */
async function settle(theft: CaseId, tools: Tools<Tables>): Promise<void> {
  const known = await read(theft, tools)
  const own = isCounted(known) ? await wordsOf(known, tools) : nothingSaid
  const words = own.place || !isCounted(known) ? own : await withTwins(own, theft, known, tools)
  const { place, hour, vehicle, isWhole } = words
  if (place) await count(theft, known, { ...words, place }, tools)
  else if (isWhole) await withCell(theft, tools, (id) => uncountTheft(tools.db, id))
  else if (hour) await withCell(theft, tools, (id) => tellHour(tools.db, id, hour))
  if (vehicle) await withCell(theft, tools, (id) => tellVehicle(tools.db, id, vehicle))
}

/** What was said of where and when. `isWhole`: none of it is erased yet, so that what it does not say nobody said. */
type Words = {
  readonly place: AlertPlace | undefined
  readonly hour: ToldHour | null
  readonly vehicle: Vehicle | undefined
  readonly subject: string | undefined
  readonly isWhole: boolean
}
const nothingSaid: Words = { place: undefined, hour: null, vehicle: undefined, subject: undefined, isWhole: true }

/** Of places that were said the narrowest; of equal ones what was said last: it corrects the one before. */
async function wordsOf({ events, theft, justNow }: Known, tools: Tools<Tables>): Promise<Words> {
  const told = toldIn(events)
  if (!theft.reportedAt) return nothingSaid
  const refs = told.map(({ ref }) => ref)
  const look = { act: 'count-theft', purpose: 'prevent-crime' }
  const opened = refs.length > 0 ? await openSaid(refs, look, tools) : undefined
  const each = new Map(opened?.each)
  const places = refs.flatMap((ref) => placeAnAlert(each.get(ref) ?? {}, london())?.place ?? [])
  const whens = told.map(({ ref, at }) => ({ when: each.get(ref)?.when, at }))
  return {
    place: places.toSorted((a, b) => a.accuracyMetres - b.accuracyMetres)[0],
    hour: hourOfTheft(whens, { reportedAt: theft.reportedAt, justNow }),
    vehicle: opened?.said.vehicle,
    ...{ subject: opened?.subject, isWhole: refs.every((ref) => each.has(ref)) },
  }
}

/** The newest first: what was added since, and what came with the report. */
function toldIn(events: readonly StoredEvent[]): readonly Pick<Details, 'ref' | 'at'>[] {
  const added = detailsOf(events).toReversed()
  const first = events.find(({ type }) => type === TheftReported.type)
  const report = first && TheftReported.decode(first)
  return first && report?.place && !isHushed(report) ? [...added, { ref: report.place, at: first.at }] : added
}

/** Who told of one theft twice may have said only the second time where it was. */
async function withTwins(own: Words, theft: CaseId, { theft: { twins } }: Known, tools: Tools<Tables>): Promise<Words> {
  let { isWhole } = own
  for (const twin of twins) {
    const known = await read(twin, tools)
    if (known.theft.joinedTo !== theft || isGuarded(known.theft) || hidesPlace(known.theft)) continue
    const words = await wordsOf(known, tools)
    isWhole &&= words.isWhole
    if (words.place) return { ...words, hour: own.hour ?? words.hour, vehicle: own.vehicle ?? words.vehicle, isWhole }
  }
  return { ...own, isWhole }
}

async function count(
  theft: CaseId,
  { events, theft: { force, reportedAt = '', standing }, method, foundByPatrol }: Known,
  { place, hour, subject, isWhole }: Words & { readonly place: AlertPlace },
  tools: Tools<Tables>,
) {
  const value = { theftCell: randomUUID() }
  const reviewAt = reviewOn(kept.alertPlace, tools.now())
  // Where words are erased the case may have a row that can be found no more: a second one would count it twice.
  if (isWhole && subject)
    await tools.vault.putOnce({ subject, class: 'place', value, findBy: [keyOf(theft)], reviewAt })
  const cell = {
    ...{ tenant: events[0]?.tenant ?? '', force: force ?? null },
    ...{ ...squareOf(place), accuracy_metres: place.accuracyMetres },
    ...{ at: hourOf(reportedAt), happened: hour?.happened ?? null, hour_told: hour?.hourTold ?? null },
    ...{ method: method ?? 'unknown', proved: (standing?.level ?? 0) >= 2 },
    source: foundByPatrol ? ('patrol' as const) : ('victim' as const),
    identified: isIdentified.run(events),
  }
  await withCell(theft, tools, (id) => countTheft(tools.db, { id, ...cell }, isWhole))
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
