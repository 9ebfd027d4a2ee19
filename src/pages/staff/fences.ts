import { z } from 'zod'
import { type Execute, refusal, seeOther } from '#http'
import {
  boroughOfSlug,
  boroughSlug,
  boundsOfLondon,
  demandSource,
  drawFence,
  drawnFences,
  endZones,
  firstSquares,
  type GeofenceTable,
  type LiveFence,
  type Looking,
  liveFences,
  london,
  londonCells,
  mostCorners,
  mostZones,
  movesOf,
  moveZones,
  nameOfCorner,
  nameOfFence,
  type ReportedCellTables,
  radii,
  readFence,
  retireFence,
  type Source,
  seesReports,
  type Zones,
  zonesOf,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { shownDay, shownMinute } from '../shift-clock.ts'
import { nameWithout } from '../shift-shown.ts'

type Tables = GeofenceTable & ReportedCellTables
const dayMs = 24 * 3_600_000

/** A name that could mean places so far apart draws no fence. */
const vagueMetres = 500

const number = z
  .string()
  .trim()
  .max(6)
  .transform((typed) => (/^\d+$/.test(typed) ? Number(typed) : Number.NaN))

/** Places in which time of patrols is counted: typed here, made from hotspots, or made by the plan of a shift. */
export default definePage<Tables>()({
  url: '/staff/fences',
  title: 'Geofences',
  template: 'staff/fences.njk',
  who: { act: 'change', record: 'patrol' },
  console: true,

  async load(_, { db, tenant, now }) {
    const [drawn, all] = await Promise.all([drawnFences(db, tenant, now()), liveFences(db, tenant, now())])
    const zones = await zonesOf(db, tenant, now())
    return {
      ...{ boroughs: [...londonCells().boroughs].sort(), borough: 'Westminster' },
      planned: all.filter(({ plan }) => plan !== null).length,
      zones: zones.map(shownZones),
      ...{ force: tenant, bounds: boundsOfLondon(), most: mostCorners, radii },
      fences: drawn.map((one) => ({
        ...{ fence: one.fence, near: nameOfFence(one) },
        what: whatSays(one.shape),
        until: untilSays(one.until),
      })),
    }
  },

  form: z.object({
    do: z.enum(['draw', 'hotspots', 'retire', 'end-zones']),
    corners: z.string().max(2000, 'Enter a shorter list'),
    radius: number,
    days: number,
    hotDays: number,
    borough: z.string().max(40),
    count: number,
    fence: z.string().max(36),
    zones: z.string().max(36),
  }),

  async act(form, context) {
    if (form.do === 'retire') return retire(form.fence, context)
    if (form.do === 'end-zones') return endFollowing(form.zones, context)
    const [field, days] = form.do === 'draw' ? ['days', form.days] : ['hotDays', form.hotDays]
    if (!(days >= 1 && days <= 90)) return wrong(field, 'Enter 1 to 90 days')
    const until = new Date(context.now().getTime() + days * dayMs).toISOString()
    return form.do === 'draw' ? draw(form, until, context) : fromHotspots(form, until, context)
  },
})

const wrong = (field: string, says: string) => ({ errors: [{ field, says }] })

type Doing = { readonly execute: Execute; readonly newId: () => string }

async function draw(form: { corners: string; radius: number }, until: string, { execute, newId }: Doing) {
  const read = readFence(form.corners, form.radius, (name) => {
    const place = london().placeOf(name)
    return place && (place.likely || place.accuracyMetres > vagueMetres) ? undefined : place
  })
  if ('says' in read) return wrong(read.field, read.says)
  const outcome = await execute(drawFence, { fence: newId(), shape: read.shape, until })
  if (outcome.ok) return seeOther('/staff/fences')
  const said = refusal(drawFence, outcome.refused)
  return outcome.refused === 'busy' ? said : wrong('corners', said.detail)
}

type Hot = {
  readonly db: Parameters<typeof firstSquares>[0] & Parameters<typeof zonesOf>[0]
  readonly now: () => Date
} & Looking

/** Made from a borough's list, they follow it (jobs/follow-hotspots.ts). Pressed again, the same ones hold otherwise: more, fewer or longer. */
async function fromHotspots(form: { borough: string; count: number }, until: string, context: Doing & Hot) {
  if (!(form.count >= 1 && form.count <= mostZones)) return wrong('count', `Enter 1 to ${mostZones} squares`)
  const { db, tenant, now, execute, newId } = context
  const asked = { borough: boroughSlug(form.borough), first: form.count }
  const sightOf = (source: Source) =>
    source === 'reports' && !seesReports(context) ? undefined : demandSource(source, context)
  const wanted = await firstSquares(db, asked, { sightOf, now: now() })
  if (wanted.length === 0) return wrong('borough', 'No theft is counted there')
  const before = (await zonesOf(db, tenant, now())).find(({ borough }) => borough === asked.borough)
  const moves = movesOf(before?.fences ?? [], wanted, newId) ?? { begun: [], ended: [] }
  const zones = before?.zones ?? newId()
  const outcome = await execute(moveZones, { zones, force: tenant, ...asked, until, ...moves })
  return outcome.ok ? seeOther('/staff/fences') : refusal(moveZones, outcome.refused)
}

const untilSays = (until: Date | string) => `${shownDay(new Date(until))}, ${shownMinute(new Date(until))}`

function shownZones({ zones, borough, first, until, fences }: Zones) {
  const name = boroughOfSlug(borough)
  const what = first === 1 ? `The first square of ${name}’s list` : `The first ${first} squares of ${name}’s list`
  const names = fences.map((corner) => nameWithout(name, nameOfCorner(corner).name))
  return { zones, what, until: untilSays(until), near: names.join('; ') }
}

function whatSays(shape: LiveFence['shape']): string {
  if (shape.kind === 'circle') return `Circle of ${shape.radius} m`
  const [across, up] = [0, 1].map((axis) => new Set(shape.corners.map((corner) => corner[axis])).size)
  const isSquare = shape.corners.length === 4 && across === 2 && up === 2
  return isSquare ? 'Square' : `Shape of ${shape.corners.length} corners`
}

type Retiring = { readonly db: Parameters<typeof zonesOf>[0]; readonly tenant: string; readonly now: () => Date }

/** Only of the own force: a fence of another is not there. */
async function retire(fence: string, { db, tenant, now, execute }: Doing & Retiring) {
  const drawn = await drawnFences(db, tenant, now())
  if (!drawn.some((one) => one.fence === fence)) return wrong('fence', 'This geofence has ended already')
  const outcome = await execute(retireFence, { fence })
  return outcome.ok || outcome.refused === 'fence-ended'
    ? seeOther('/staff/fences')
    : refusal(retireFence, outcome.refused)
}

async function endFollowing(zones: string, { db, tenant, now, execute }: Doing & Retiring) {
  const own = await zonesOf(db, tenant, now())
  if (!own.some((one) => one.zones === zones)) return wrong('fence', 'These geofences have ended already')
  const outcome = await execute(endZones, { zones, force: tenant })
  return outcome.ok || outcome.refused === 'no-zones' ? seeOther('/staff/fences') : refusal(endZones, outcome.refused)
}
