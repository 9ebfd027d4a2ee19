import { eachBorough, type Hotspot, type Look } from '../cells/hotspots.ts'

export type BoroughShare = {
  readonly borough: string
  /** Of all thefts, each counting half after a half-life. */
  readonly weight: number
  readonly squares: number
  /** Of all squares on the list. */
  readonly listed: number
  /** The least that the list gives it, whatever the centre does (B22). */
  readonly floor: number
}

/** What each borough has of the thefts and of the list; those who have the least of the list for their thefts first. */
export function boroughShares({ counts, london, day }: Look, spots: readonly Hotspot[]): BoroughShare[] {
  const scores = counts.decayed.on(day)
  const weights = new Float64Array(london.boroughs.length)
  let all = 0
  for (let cell = 0; cell < scores.length; cell++) {
    const borough = london.boroughOf[cell] as number
    if (borough === 255) continue
    weights[borough] = (weights[borough] as number) + (scores[cell] as number)
    all += scores[cell] as number
  }
  return london.boroughs
    .map((borough, at) => {
      const squares = spots.filter((spot) => spot.borough === borough).length
      return {
        ...{ borough, squares, weight: all > 0 ? (weights[at] as number) / all : 0 },
        listed: spots.length > 0 ? squares / spots.length : 0,
        floor: spots.length > 0 ? eachBorough / spots.length : 0,
      }
    })
    .sort((a, b) => b.weight - a.weight || (a.borough < b.borough ? -1 : 1))
}
