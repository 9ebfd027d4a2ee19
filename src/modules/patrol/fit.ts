import { type GridPoint, metresBetween } from '#lib/geo/grid'
import { mostOfficers, mostTurns, type Told } from './alert.ts'

/** An officer on duty with a position, and how many alerts this shift has had. */
export type Placed = GridPoint & {
  readonly officer: string
  readonly tenant: string
  readonly shift: string
  readonly accuracyMetres: number
  readonly turns: number
  readonly freshUntil: string
}

type Circle = GridPoint & { readonly accuracyMetres: number }

const fenceMetres = 800
/** A place that could be anywhere within more than this sends nobody: the officer would search a borough. */
const vagueMetres = 1500
/** An officer whose own device is less sure than this is not "near" anything. */
const lostMetres = 1000

/** How far around a place officers are told. Undefined when the place is too vague to send anybody. */
export const fenceAround = ({ accuracyMetres }: Circle): number | undefined =>
  accuracyMetres > vagueMetres ? undefined : Math.max(fenceMetres, accuracyMetres + fenceMetres / 2)

/** The nearest officers who can be told: within the fence, position fresh, not over their cap. Nearest first. Pure. */
export function fitOfficers(place: Circle, officers: readonly Placed[], now: string): Told[] {
  const fence = fenceAround(place)
  if (fence === undefined) return []
  return officers
    .filter(
      ({ turns, freshUntil, accuracyMetres }) => turns < mostTurns && freshUntil > now && accuracyMetres <= lostMetres,
    )
    .map((one) => ({ ...one, metres: metresBetween(place, one) }))
    .filter(({ metres }) => metres <= fence)
    .sort((a, b) => a.metres - b.metres || (a.officer < b.officer ? -1 : 1))
    .slice(0, mostOfficers)
    .map(({ officer, tenant, shift, turns }) => ({ officer, force: tenant as Told['force'], shift, turn: turns + 1 }))
}
