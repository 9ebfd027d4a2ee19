import type { PatrolPlan, PlanInput } from '#lib/patrol-plan/input'

const minutes = (seconds: number) => Math.round((seconds / 60) * 100) / 100

/** The plan as JSON: minutes from the beginning of the shift, cells by their place in the input, areas by name. */
export function writtenOut(
  { tours, cover, chance, areas: given }: PatrolPlan,
  areas: readonly string[],
  { seed }: PlanInput,
) {
  return {
    seed,
    cover,
    tours: tours.map(({ unit, post, heldIn, leaves, stops, back }) => ({
      ...{ unit, post, heldIn: heldIn < 0 ? null : areas[heldIn], leaves: minutes(leaves) },
      stops: stops.map(({ cell, starts, leaves, why }) => ({
        cell,
        starts: minutes(starts),
        leaves: minutes(leaves),
        why,
      })),
      back: minutes(back),
    })),
    chance,
    areas: areas.map((area, index) => ({
      ...{ area, units: given.units[index] as number, minutes: minutes(given.seconds[index] as number) },
    })),
  }
}
