import { z } from 'zod'
import type { PlanInput } from '#lib/patrol-plan/input'
import { streetFactor } from '#lib/patrol-plan/travel'
import { refuse } from '#lib/stats/wrong-input'

const metres = z.number().min(-1e7).max(1e7)
const count = z.int().min(0).max(1_000_000)

const Shift = z.strictObject({
  minutes: z.number().min(30).max(1440).default(480),
  dwell: z.tuple([z.number().min(1).max(120), z.number().min(1).max(120)]).default([12, 15]),
  gap: z.number().min(0).max(1440).default(60),
  visits: z.int().min(1).max(12).default(1),
  reach: z.number().min(1).max(20_000).default(600),
  randomStart: z.number().min(0).max(120).default(10),
  chance: z.union([z.literal(0), z.number().min(0.05).max(0.1)]).default(0.075),
  streetFactor: z.number().min(1).max(3).default(streetFactor),
})

const Units = z
  .array(
    z.strictObject({
      id: z.string().min(1).max(60),
      kmh: z.number().min(1).max(100).default(4.8),
      from: z.tuple([metres, metres]).optional(),
      covert: z.boolean().default(false),
    }),
  )
  .min(1)
  .max(2000)

const Cells = z.strictObject({
  eastings: z.array(metres).min(1).max(200_000),
  northings: z.array(metres),
  risk: z.array(z.number().min(0).max(1e9)),
  area: z.array(z.string().min(1).max(80)).optional(),
  lastLeft: z.array(z.number().min(0).nullable()).optional(),
})

export const PatrolPlanInput = z.strictObject({
  cells: Cells,
  units: Units,
  shift: Shift.prefault({}),
  floor: z.record(z.string(), z.number().min(0).max(1)).default({}),
  given: z.record(z.string(), count).default({}),
  seed: z.int().min(0).default(1),
})
type Said = z.infer<typeof PatrolPlanInput>

/** The lib's input, and the names of its areas in their order. Refuses in one sentence what cannot be planned. */
export function readInput(text: string): { readonly input: PlanInput; readonly areas: readonly string[] } {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    refuse('The input is not JSON.')
  }
  const parsed = PatrolPlanInput.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    refuse(`${issue?.path.join('.') || 'The input'}: ${issue?.message ?? 'is not as it should be'}.`)
  }
  return toInput(parsed.data)
}

function toInput(said: Said): { readonly input: PlanInput; readonly areas: readonly string[] } {
  const { cells, units, shift, floor, given, seed } = said
  const { eastings, area = eastings.map(() => 'all'), lastLeft = eastings.map(() => null) } = cells
  for (const [name, values] of Object.entries({ ...cells, area, lastLeft }))
    if (values.length !== eastings.length)
      refuse(`cells.${name} has ${values.length} values and cells.eastings has ${eastings.length}.`)
  const areas = [...new Set(area)]
  const numbers = new Map(areas.map((name, index) => [name, index]))
  for (const name of [...Object.keys(floor), ...Object.keys(given)])
    if (!numbers.has(name)) refuse(`The area ${name} has no cell.`)
  if (new Set(units.map(({ id }) => id)).size < units.length) refuse('Two units have the same id.')
  refuseShift(shift)
  const seconds = (minutes: number) => Math.round(minutes * 60)
  return {
    areas,
    input: {
      cells: {
        ...{ eastings: Float64Array.from(eastings), northings: Float64Array.from(cells.northings) },
        ...{ risk: Float64Array.from(cells.risk), area: Int32Array.from(area, (name) => numbers.get(name) as number) },
        lastLeft: Float64Array.from(lastLeft, (ago) => (ago === null ? Number.NEGATIVE_INFINITY : -ago * 60)),
      },
      units: units.map(({ id, kmh, from, covert }) => ({
        ...{ id, covert, metresPerSecond: kmh / 3.6 },
        ...(from && { from: { easting: from[0], northing: from[1] } }),
      })),
      shift: {
        ...{ visits: shift.visits, reach: shift.reach, chance: shift.chance, streetFactor: shift.streetFactor },
        ...{ seconds: seconds(shift.minutes), gap: seconds(shift.gap), randomStart: seconds(shift.randomStart) },
        dwell: { least: seconds(shift.dwell[0]), most: seconds(shift.dwell[1]) },
      },
      floor: {
        shares: Float64Array.from(areas, (name) => floor[name] ?? 0),
        given: Float64Array.from(areas, (name) => given[name] ?? 0),
      },
      seed,
    },
  }
}

function refuseShift({ minutes, dwell: [least, most], gap, visits, randomStart }: Said['shift']): void {
  if (least > most) refuse('shift.dwell is the least and the most minutes of a stop, in this order.')
  if (minutes < most + randomStart) refuse('The shift is too short for one stop.')
  if (visits > 1 && minutes / visits < gap + most)
    refuse(`${visits} visits with a gap of ${gap} minutes do not fit into ${minutes} minutes.`)
}
