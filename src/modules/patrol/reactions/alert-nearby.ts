import { z } from 'zod'
import { defineReaction, readStream, type StoredEvent, type Tools } from '#ledger'
import { kept, reviewOn } from '#lib/kept'
import { levelOf, type Means } from '#lib/proof'
import { DetailsAdded } from '#modules/reports/events/details-added'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'
import { HandsetLocated } from '#modules/sightings/events/handset-located'
import { detailsOf } from '#modules/victims/public'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { lastsMs } from '../alert.ts'
import { alertedCase, hidesPlace, isHushed } from '../alerted-case.ts'
import { verifyAlert } from '../commands/verify-alert.ts'
import { london } from '../london.ts'
import { openSaid } from '../open-said.ts'
import { placeAnAlert, placeAt } from '../place-an-alert.ts'
import type { Said } from '../said.ts'
import { type AlertTables, sendAlert } from '../send-alert.ts'

/** How the theft was done and when it was reported; what its first report said of where and who. */
type Reported = {
  readonly refs: readonly VaultRef[]
  readonly method: string
  readonly at: string
  readonly verified: boolean
  readonly danger: boolean
}

/** Tells officers near a theft as soon as its place is known, and says so when it is proved. */
export const alertNearby = defineReaction<AlertTables & EventTable>('alert-nearby', (on) => [
  on(TheftReported, async (theft, event, tools) => {
    if (!theft.place || isHidden(theft) || isOld(event, tools)) return
    const refs = [theft.place, ...(theft.description ? [theft.description] : [])]
    const verified = levelOf(theft.means) >= 2
    const { method, danger = false } = theft
    await tell(theft.case, refs, { refs, method, at: event.at, verified, danger }, event, tools)
  }),

  // Nobody was sent for a lost phone: what was told of where it was lost is where it was taken.
  on(TheftTold, async ({ case: theft }, event, tools) => {
    const reported = isOld(event, tools) ? undefined : await reportOf(event, tools)
    if (!reported) return
    await tell(theft, [...(await detailsUpTo(event, tools)), ...reported.refs], reported, event, tools)
  }),

  // Where and who are added on two pages, in any order: the place that comes last moves officers who then know both.
  on(DetailsAdded, async ({ case: theft }, event, tools) => {
    if (isOld(event, tools)) return
    const reported = await reportOf(event, tools)
    if (reported) await tell(theft, await detailsUpTo(event, tools), reported, event, tools)
  }),

  // The owner agreed to this before the theft: a position is more exact than words.
  on(HandsetLocated, async ({ case: theft, place }, event, tools) => {
    const reported = isOld(event, tools) ? undefined : await reportOf(event, tools)
    if (!reported) return
    const record = (await tools.vault.reveal('alert-officers', 'respond-to-theft', [place])).get(place)
    const located = record && !record.erased ? Located.safeParse(record.value).data : undefined
    if (!located || !record || record.erased) return
    const { method, at: reportedAt, verified, danger } = reported
    const found = { source: 'located' as const, place: placeAt(located, london()), locatedAt: located.at }
    await sendAlert(
      { case: theft, method, reportedAt, subject: record.subject, verified, danger, ...found },
      event,
      tools,
    )
  }),

  on(ProofShown, async ({ case: theft, means }, event, { execute, now }) => {
    if (levelOf(means) >= 2 && !isOld(event, { now })) await execute(verifyAlert, { case: theft }, 'verified')
  }),
])

const Located = z.object({ lon: z.number(), lat: z.number(), at: z.iso.datetime() })

type EventTable = { event: { stream: string } }

/** In safe mode the place is not even read (`hidesPlace` decides; this saves the look). With a lost phone nobody walks away. */
const isHidden = ({ safeMode, means, method }: { safeMode: boolean; means: Means; method: string }) =>
  method === 'lost' || (safeMode && means !== 'officer-present')

/** A reaction that begins, or was down, does not send officers to what is long over. */
const isOld = ({ at }: StoredEvent, { now }: Pick<Tools, 'now'>) => Date.parse(at) + lastsMs <= now().getTime()

async function reportOf({ stream, version }: StoredEvent, { db }: Tools<EventTable>): Promise<Reported | undefined> {
  const events = (await readStream(queryable(db), stream)).filter((one) => one.version <= version)
  const first = events.find(({ type }) => type === TheftReported.type)
  if (!first) return undefined
  const theft = TheftReported.decode(first)
  // Officers were told when it was reported: that a person gave it its own case since sends nobody there.
  if (theft.apart) return undefined
  const told = events.findLast(({ type }) => type === TheftTold.type)
  const method = told ? TheftTold.decode(told).method : theft.method
  const refs = isHushed(theft) ? [] : [theft.place, theft.description].filter((ref) => ref !== undefined)
  const { danger, theft: known } = alertedCase.run(events)
  return method === 'lost' || hidesPlace(known) ? undefined : { refs, method, at: first.at, verified: true, danger }
}

/** All details of a case that were added by now, the newest first. */
async function detailsUpTo({ stream, version }: StoredEvent, { db }: Tools<EventTable>): Promise<VaultRef[]> {
  const added = detailsOf(await readStream(queryable(db), stream)).filter((one) => one.version <= version)
  return added.toReversed().map(({ ref }) => ref)
}

/** `refs`: what was said, the newest first. */
async function tell(
  theft: ReturnType<typeof TheftReported.decode>['case'],
  refs: readonly VaultRef[],
  { method, at: reportedAt, verified, danger }: Reported,
  event: StoredEvent,
  tools: Tools<AlertTables>,
): Promise<void> {
  const opened = await openSaid(refs, { act: 'alert-officers', purpose: 'respond-to-theft' }, tools)
  if (!opened) return
  const { said, subject } = opened
  const found = placeAnAlert(said, london())
  if (!found) return
  const news = {
    case: theft,
    method,
    reportedAt,
    source: 'words' as const,
    subject: subject,
    verified,
    danger,
    ...found,
  }
  await sendAlert({ ...news, description: await ownDescription(said, subject, event, tools) }, event, tools)
}

/** What details say of a person goes into a record of its own, apart from all else that they say. */
async function ownDescription(said: Said, subject: string, event: StoredEvent, { vault, now }: Tools<AlertTables>) {
  if (event.type === TheftReported.type || said.description === undefined) return undefined // the case has its own
  const reviewAt = reviewOn(kept.alertPlace, now())
  return (await vault.put({ subject, class: 'free-text', value: { text: said.description }, reviewAt })).ref
}
