import { type DosageSettings, usualDosage } from './dosage.ts'
import { type Fence, metresOutside } from './fences.ts'
import { breakOff, follow, type Inside, type Stay } from './stay.ts'

/** A position as a phone says it: milliseconds since 1970, metres on the National Grid. */
export type Fix = {
  readonly time: number
  readonly easting: number
  readonly northing: number
  readonly accuracy: number
}

/** All that is kept of an officer's way: where they were last seen, and the fences that they are in or at the rim of. */
export type Walk = {
  readonly last?: Fix
  /** Positions in a row that nobody can have come to. */
  readonly refused: number
  readonly fences: Readonly<Record<string, Inside>>
}

export const noWalk: Walk = { refused: 0, fences: {} }

/** A stay that has ended, in the fence of this name. */
export type EndedStay = Stay & { readonly fence: string }

export type Walked = { readonly walk: Walk; readonly ended: readonly EndedStay[] }

/**
 * `dosageOf`, position by position, so that no way needs to be kept. `fences` must hold all that the position lies in, and those
 * of the walk that still stand; a fence that is gone ends its stay.
 */
export function walkOn(walk: Walk, fix: Fix, fences: ReadonlyMap<string, Fence>, settings = usualDosage): Walked {
  const { last } = walk
  if (fix.accuracy > settings.worst || (last && fix.time <= last.time)) return { walk, ended: [] }
  // When a third one in a row is impossible, the one that they are all measured from was the mistake.
  if (last && walk.refused < 2 && isImpossible(last, fix, settings))
    return { walk: { ...walk, refused: walk.refused + 1 }, ended: [] }
  const isSilent = last !== undefined && fix.time - last.time > settings.gap * 1000
  const before = isSilent ? undefined : last
  const ended = isSilent ? breakAll(walk, last.time) : breakAll(walk, last?.time ?? fix.time, (id) => !fences.has(id))
  const kept: Record<string, Inside> = {}
  for (const [id, fence] of fences) {
    const inside: Inside = isSilent ? { firm: 0 } : { ...(walk.fences[id] ?? { firm: 0 }) }
    const stay = follow(inside, before && seen(before, fence), seen(fix, fence), settings)
    if (stay) ended.push({ fence: id, ...stay })
    if (inside.entered !== undefined || inside.rim !== undefined) kept[id] = inside
  }
  return { walk: { last: fix, refused: 0, fences: kept }, ended }
}

/** No more positions come: all stays end where they were last seen. */
export const endWalk = (walk: Walk): EndedStay[] => (walk.last ? breakAll(walk, walk.last.time) : [])

function breakAll({ fences }: Walk, at: number, which = (_: string) => true): EndedStay[] {
  return Object.entries(fences).flatMap(([fence, inside]) => {
    const stay = which(fence) ? breakOff({ ...inside }, at) : undefined
    return stay ? [{ fence, ...stay }] : []
  })
}

const seen = ({ time, easting, northing, accuracy }: Fix, fence: Fence) => ({
  ...{ time, accuracy, outside: metresOutside(fence, easting, northing) },
})

const isImpossible = (last: Fix, next: Fix, { fastest }: DosageSettings): boolean =>
  Math.hypot(next.easting - last.easting, next.northing - last.northing) >
  last.accuracy + next.accuracy + (fastest * (next.time - last.time)) / 1000
