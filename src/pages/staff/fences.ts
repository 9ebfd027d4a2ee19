import { z } from 'zod'
import { type Execute, refusal, seeOther } from '#http'
import {
  boundsOfLondon,
  demandSource,
  drawFence,
  drawnFences,
  fenceOfSquare,
  type GeofenceTable,
  hotspotsAsked,
  type LiveFence,
  type Looking,
  liveFences,
  london,
  londonCells,
  mostCorners,
  nameOfFence,
  type ReportedCellTables,
  radii,
  readFence,
  retireFence,
  type Source,
  seesReports,
} from '#modules/patrol/public'
import { definePage } from '../define-page.ts'
import { shownDay, shownMinute } from '../shift-clock.ts'

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
    return {
      ...{ boroughs: [...londonCells().boroughs].sort(), borough: 'Westminster' },
      planned: all.length - drawn.length,
      ...{ force: tenant, bounds: boundsOfLondon(), most: mostCorners, radii },
      fences: drawn.map((one) => ({
        ...{ fence: one.fence, near: nameOfFence(one) },
        what: whatSays(one.shape),
        until: `${shownDay(new Date(one.until))}, ${shownMinute(new Date(one.until))}`,
      })),
    }
  },

  form: z.object({
    do: z.enum(['draw', 'hotspots', 'retire']),
    corners: z.string().max(2000, 'Enter a shorter list'),
    radius: number,
    days: number,
    hotDays: number,
    borough: z.string().max(40),
    count: number,
    fence: z.string().max(36),
  }),

  async act(form, context) {
    if (form.do === 'retire') return retire(form.fence, context)
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
  readonly db: Parameters<typeof hotspotsAsked>[0] & Parameters<typeof drawnFences>[0]
  readonly now: () => Date
} & Looking

async function fromHotspots(form: { borough: string; count: number }, until: string, context: Doing & Hot) {
  if (!(form.count >= 1 && form.count <= 20)) return wrong('count', 'Enter 1 to 20 squares')
  const { db, tenant, now, execute } = context
  const spotsOf = async (source: Source) => {
    const { spots } = await hotspotsAsked(db, { ...demandSource(source, context), now: now() })
    return spots.filter(({ borough }) => borough === form.borough)
  }
  const reported = seesReports(context) ? await spotsOf('reports') : []
  const first = (reported.length >= form.count ? reported : await spotsOf('published')).slice(0, form.count)
  if (first.length === 0) return wrong('borough', 'No theft is counted there')
  // Squares that were drawn before are left as they are: who was stopped half-way presses again.
  const drawn = new Set((await drawnFences(db, tenant, now())).map(({ shape }) => cornersOf(shape)))
  for (const { cell } of first) {
    const { fence, shape } = fenceOfSquare(context.newId(), cell)
    if (drawn.has(cornersOf(shape))) continue
    const outcome = await execute(drawFence, { fence, shape, until }, `square ${cell}`)
    if (!outcome.ok) return refusal(drawFence, outcome.refused)
  }
  return seeOther('/staff/fences')
}

function whatSays(shape: LiveFence['shape']): string {
  if (shape.kind === 'circle') return `Circle of ${shape.radius} m`
  const [across, up] = [0, 1].map((axis) => new Set(shape.corners.map((corner) => corner[axis])).size)
  const isSquare = shape.corners.length === 4 && across === 2 && up === 2
  return isSquare ? 'Square' : `Shape of ${shape.corners.length} corners`
}

/** A square is the same fence by the same corners; a circle or a wider shape around it is another. */
const cornersOf = (shape: LiveFence['shape']) => (shape.kind === 'polygon' ? shape.corners.join(' ') : '')

type Retiring = { readonly db: Parameters<typeof drawnFences>[0]; readonly tenant: string; readonly now: () => Date }

/** Only of the own force: a fence of another is not there. */
async function retire(fence: string, { db, tenant, now, execute }: Doing & Retiring) {
  const drawn = await drawnFences(db, tenant, now())
  if (!drawn.some((one) => one.fence === fence)) return wrong('fence', 'This geofence has ended already')
  const outcome = await execute(retireFence, { fence })
  return outcome.ok || outcome.refused === 'fence-ended'
    ? seeOther('/staff/fences')
    : refusal(retireFence, outcome.refused)
}
