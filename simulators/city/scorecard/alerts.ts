import { gridOf, metresBetween } from '#lib/geo/grid'
import type { Theft } from '../day.ts'
import { type Fact, those } from '../facts.ts'
import type { Message } from '../partners.ts'
import { type Evidence, type Row, spread } from './evidence.ts'

/** Assumed: an officer farther away than this from where it really was can do nothing there. */
export const zoneMetres = 1000
/** An alert so long after the report is not about it. */
const latestMs = 180_000

/** A push says what and near what; whose theft it is follows from the place's name and the time. */
export function officersAlerted(evidence: Evidence): Row[] {
  const { pushes, facts } = evidence
  const names = [
    'report with a place -> first officer alerted',
    'alerts to officers outside the zone',
    'irrelevant alerts an officer-shift',
  ]
  const [first = '', outside = '', irrelevant = ''] = names
  if (!pushes) return names.map((measure) => ({ measure, says: 'cannot be computed: no push service' }))
  const devices = new Map(those(facts, 'device').map(({ officer, endpoint }) => [endpoint, officer]))
  const alerts = pushes.flatMap((push) => {
    const officer = devices.get(push.to)
    return officer === undefined ? [] : [{ push, officer, at: Date.parse(push.at), theft: theftOf(push, evidence) }]
  })
  const known = alerts.flatMap(({ theft, ...alert }) =>
    theft ? [{ ...alert, theft: theft.theft, after: theft.after }] : [],
  )
  const byTheft = [...Map.groupBy(known, ({ theft }) => theft.id).values()]
  const waits = byTheft.map((those) => Math.max(0, Math.min(...those.map(({ at, after }) => at - after))))
  const far = known.filter(({ officer, at, theft }) => isFar(facts, officer, at, theft)).length
  const malice = known.filter(({ theft }) => theft.later === 'malicious').length
  const unknown = alerts.length - known.length
  const shifts = devices.size
  const rate = (far + malice + unknown) / shifts
  return [
    spread(first, waits, { bar: 'p95 < 5 s', figure: 'p95', mostMs: 5000 }),
    {
      ...{
        measure: outside,
        n: known.length,
        bar: '0',
        says: `${far} of ${known.length} alerts more than ${zoneMetres} m away`,
      },
      ...(known.length > 0 && { met: far === 0 }),
    },
    shifts === 0
      ? { measure: irrelevant, says: 'cannot be computed: nobody was on duty' }
      : {
          ...{ measure: irrelevant, n: shifts, bar: '<= 4', met: rate <= 4 },
          says: `${rate.toFixed(2)} (${far} far, ${malice} malicious, ${unknown} about no known theft, over ${shifts} shifts)`,
        },
  ]
}

/** The theft that a push is about: the last one reported before it near what it names. */
function theftOf(
  { subject = '', at }: Message,
  { facts, thefts }: Evidence,
): { theft: Theft; after: number } | undefined {
  const time = Date.parse(at)
  const candidates = those(facts, 'claim', 'placed').flatMap(({ theft: id, at: after }) => {
    const theft = thefts.get(id)
    const [street = ''] = theft?.place.name.split(',') ?? []
    const fits = theft && street && subject.includes(street) && after <= time + 1000 && time - after < latestMs
    return fits ? [{ theft, after }] : []
  })
  return candidates.sort((a, b) => b.after - a.after)[0]
}

function isFar(facts: readonly Fact[], officer: number, at: number, { place }: Theft): boolean {
  const last = facts.findLast((fact) => fact.saw === 'position' && fact.officer === officer && fact.at <= at + 1000)
  if (last?.saw !== 'position') return true
  return metresBetween(gridOf(last), gridOf(place)) > zoneMetres
}
