import type { Places } from './travel.ts'

/**
 * Squares of the grid by their middles, with what is expected in each during the shift. Those where nothing is expected belong to
 * them: the lot can draw no other. All arrays in the same order.
 */
export type PlanCells = Places & {
  /** Expected thefts during the shift, 0 or more; from victims' reports only. */
  readonly risk: Float64Array
  /** The area (borough) of each: an index into the floor's shares. */
  readonly area: Int32Array
  /** Seconds from the beginning of the shift at which a unit last left each cell: 0 or below, -Infinity for never. */
  readonly lastLeft?: Float64Array
}

export type Unit = {
  readonly id: string
  readonly metresPerSecond: number
  /** Where its tour begins and ends; without it, at its post. */
  readonly from?: { readonly easting: number; readonly northing: number }
  /** Plain clothes. Planned apart: see `planCovert`. */
  readonly covert?: boolean
}

/** How this force patrols. Times are whole seconds. */
export type Shift = {
  readonly seconds: number
  /** How long a stop is: 12 to 15 minutes unless a force finds otherwise (Koper 1995; HOTSPOTS section 5: under test again). */
  readonly dwell: { readonly least: number; readonly most: number }
  /** Nobody comes back to a cell before this has passed. */
  readonly gap: number
  /** How often a cell may be visited in the shift: each visit has its own part of the shift. */
  readonly visits: number
  /** Straight metres that a unit goes from its post. */
  readonly reach: number
  /** Tours begin by chance within so many seconds, and run either way, so that nobody can set a clock by them. */
  readonly randomStart: number
  /** Share of patrol time on cells drawn by chance: 0.05 to 0.1, or 0 for none. */
  readonly chance: number
  readonly streetFactor: number
}

/** The outer-borough floor: see `leastUnits`. */
export type Floor = { readonly shares: Float64Array; readonly given: Float64Array }

export type PlanInput = {
  readonly cells: PlanCells
  readonly units: readonly Unit[]
  readonly shift: Shift
  readonly floor: Floor
  readonly seed: number
  /** How long tours are bettered; without it as long as bench/patrol-plan.ts measures. */
  readonly rounds?: number
}

export type PlannedStop = {
  /** Index of the cell. */
  readonly cell: number
  readonly starts: number
  readonly leaves: number
  /** `chance`: drawn by lot, to be logged as such and counted apart. */
  readonly why: 'risk' | 'chance'
}
export type PlannedTour = {
  readonly unit: string
  /** The cell where it is posted: the middle of its beat. */
  readonly post: number
  /** It keeps the floor of this area and stays in it; -1 for a unit that goes where its beat goes. */
  readonly heldIn: number
  readonly leaves: number
  readonly stops: readonly PlannedStop[]
  readonly back: number
}
export type PatrolPlan = {
  readonly cover: {
    readonly method: 'exact' | 'search'
    readonly posts: readonly number[]
    /** Expected thefts within reach of a post, and their share of all. */
    readonly covered: number
    readonly share: number
  }
  readonly tours: readonly PlannedTour[]
  readonly chance: {
    readonly cells: readonly number[]
    /** Of each cell within reach of a post to be drawn. */
    readonly probability: number
    /** Of planned dwell. */
    readonly share: number
  }
  /** Units posted to keep or feed each area's floor, and planned dwell in it; hand `units` back as `given` for the next shift. */
  readonly areas: { readonly units: Int32Array; readonly seconds: Float64Array }
}
