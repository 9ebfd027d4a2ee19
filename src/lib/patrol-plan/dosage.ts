import { type Fence, metresOutside } from './fences.ts'
import { breakOff, follow, type Inside, type Seen, type Stay, type StaySettings } from './stay.ts'

/** One officer's positions, in any order: milliseconds since 1970, metres on the National Grid, and the accuracy as the phone says it. */
export type Track = {
  readonly times: Float64Array
  readonly eastings: Float64Array
  readonly northings: Float64Array
  /** Metres; 68% of positions are nearer than this (as the Geolocation API and Android say). */
  readonly accuracies: Float64Array
}

export type DosageSettings = StaySettings & {
  /** A position worse than this says too little about a square of 150 m. */
  readonly worst: number
  /** With no position for longer, nothing is claimed for the time between. */
  readonly gap: number
  /** Nobody on duty is faster, in metres a second: such a position is a mistake. */
  readonly fastest: number
}

export const usualDosage: DosageSettings = { worst: 100, margin: 15, settle: 20, gap: 180, fastest: 50 }

/** A stay inside a fence. `seconds` is what positions show; a phone that was silent in between starts a new visit. */
export type Visit = Stay & { readonly fence: number }

export type Dosage = {
  readonly visits: readonly Visit[]
  /** Minutes inside each fence, in their order. */
  readonly minutes: Float64Array
  /** Minutes of the track for which no position speaks. */
  readonly unseen: number
  /** Positions left out: too vague, impossible, or a second one for the same moment. */
  readonly leftOut: { readonly vague: number; readonly impossible: number; readonly doubled: number }
}

/**
 * Achieved dosage: what a patrol did, not what it was asked to do (Williams and Coupe 2017 found 24 to 26 of 45 planned minutes).
 * Positions are put in order of their own time, since phones send late what they took in a tunnel; doubled, vague and impossible ones
 * are left out. For each fence a visit begins where the way between the last position outside and the first inside crosses the rim,
 * and ends likewise; hysteresis keeps noise at the rim from making many visits of one. Fences may overlap: each counts for itself.
 */
export function dosageOf(track: Track, fences: readonly Fence[], settings: DosageSettings = usualDosage): Dosage {
  const { order, leftOut } = cleaned(track, settings)
  const visits = fences.flatMap((fence, index) =>
    visitsTo(track, order, fence, settings).map((visit) => ({ fence: index, ...visit })),
  )
  const minutes = new Float64Array(fences.length)
  for (const { fence, seconds } of visits) minutes[fence] = (minutes[fence] as number) + seconds / 60
  let unseen = 0
  for (const [at, index] of order.entries()) {
    const silent = at > 0 ? secondsBetween(track, order[at - 1] as number, index) : 0
    if (silent > settings.gap) unseen += silent / 60
  }
  return { visits: visits.sort((a, b) => a.enters - b.enters || a.fence - b.fence), minutes, unseen, leftOut }
}

/** Seconds from which on a stay is a whole stop: the 11 to 15 minutes that Koper (1995) found to last longest; plans ask for 12 or more. */
export const wholeStop = 12 * 60

export type Achieved = {
  /** Minutes at each fence, the lesser of planned and done. */
  readonly minutes: Float64Array
  /** Of all planned minutes. */
  readonly share: number
  /** Planned minutes and none done. */
  readonly missed: readonly number[]
}

/** What of the plan was done. Too many minutes at one fence never make up for too few at another. */
export function achievedOf(planned: Float64Array, { minutes: done }: Pick<Dosage, 'minutes'>): Achieved {
  const minutes = planned.map((each, fence) => Math.min(each, done[fence] ?? 0))
  const all = planned.reduce((sum, each) => sum + each, 0)
  return {
    minutes,
    share: all > 0 ? minutes.reduce((sum, each) => sum + each, 0) / all : 1,
    missed: [...planned.keys()].filter((fence) => (planned[fence] as number) > 0 && minutes[fence] === 0),
  }
}

const secondsBetween = ({ times }: Track, from: number, to: number) =>
  ((times[to] as number) - (times[from] as number)) / 1000

/** Indexes of the usable positions, by time. */
function cleaned(track: Track, settings: DosageSettings) {
  const { times, accuracies } = track
  const leftOut = { vague: 0, impossible: 0, doubled: 0 }
  const isSure = (i: number) => (accuracies[i] as number) <= settings.worst && Number.isFinite(times[i])
  const sure = [...times.keys()].filter(isSure)
  leftOut.vague = times.length - sure.length
  sure.sort(
    (a, b) => (times[a] as number) - (times[b] as number) || (accuracies[a] as number) - (accuracies[b] as number),
  )
  const order: number[] = []
  let refused = 0
  for (const index of sure) {
    const last = order.at(-1)
    if (last !== undefined && times[last] === times[index]) leftOut.doubled += 1
    // When a third one in a row is impossible, the one that they are all measured from was the mistake.
    else if (last !== undefined && refused < 2 && isImpossible(track, last, index, settings)) refused += 1
    else {
      leftOut.impossible += refused
      refused = 0
      order.push(index)
    }
  }
  leftOut.impossible += refused
  return { order, leftOut }
}

function isImpossible(track: Track, last: number, next: number, { fastest }: DosageSettings): boolean {
  const { eastings, northings, accuracies } = track
  const across = (eastings[next] as number) - (eastings[last] as number)
  const up = (northings[next] as number) - (northings[last] as number)
  const noise = (accuracies[last] as number) + (accuracies[next] as number)
  return Math.hypot(across, up) > noise + fastest * secondsBetween(track, last, next)
}

function visitsTo(track: Track, order: readonly number[], fence: Fence, settings: DosageSettings): Stay[] {
  const { times, eastings, northings, accuracies } = track
  const stays: Stay[] = []
  const inside: Inside = { firm: 0 }
  const keep = (stay: Stay | undefined) => {
    if (stay) stays.push(stay)
  }
  let last: Seen | undefined
  for (const index of order) {
    const now: Seen = {
      ...{ time: times[index] as number, accuracy: accuracies[index] as number },
      outside: metresOutside(fence, eastings[index] as number, northings[index] as number),
    }
    if (last && now.time - last.time > settings.gap * 1000) {
      keep(breakOff(inside, last.time))
      last = undefined
    }
    keep(follow(inside, last, now, settings))
    last = now
  }
  if (last) keep(breakOff(inside, last.time))
  return stays
}
