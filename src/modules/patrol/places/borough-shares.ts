import { eachBorough, type Hotspot, type Look } from '../cells/hotspots.ts'
import { isOuter, leastRecall } from '../cells/outer-boroughs.ts'
import { pastLists } from '../cells/past-lists.ts'

export type BoroughShare = {
  readonly borough: string
  /** Of all thefts, each counting half after a half-life. */
  readonly weight: number
  readonly squares: number
  /** Of all squares on the list. */
  readonly listed: number
  /** The least that the list gives it, whatever the centre does (B22). */
  readonly floor: number
  readonly outer: boolean
  /** Its thefts of the months that past lists are held against, and how many of them its listed squares held. */
  readonly thefts: number
  readonly found: number
  /** The one by the other; undefined where nothing came, or no month is over. */
  readonly recall: number | undefined
  /** An outer borough of which the lists held less than is stated. */
  readonly below: boolean
}

/** What each borough has of the thefts and of the list; those who have the least of the list for their thefts first. */
export function boroughShares(look: Look, spots: readonly Hotspot[]): BoroughShare[] {
  const { counts, london, day } = look
  const scores = counts.decayed.on(day)
  const weights = new Float64Array(london.boroughs.length)
  const { recall } = pastLists(look)
  let all = 0
  for (let cell = 0; cell < scores.length; cell++) {
    const borough = london.boroughOf[cell] as number
    if (borough === 255) continue
    weights[borough] = (weights[borough] as number) + (scores[cell] as number)
    all += scores[cell] as number
  }
  return london.boroughs
    .map((borough, at) => {
      const { thefts, found } = recall.get(borough) ?? { thefts: 0, found: 0 }
      const share = thefts > 0 ? found / thefts : undefined
      const outer = isOuter(borough)
      const squares = spots.filter((spot) => spot.borough === borough).length
      return {
        ...{ borough, squares, weight: all > 0 ? (weights[at] as number) / all : 0 },
        listed: spots.length > 0 ? squares / spots.length : 0,
        floor: spots.length > 0 ? eachBorough / spots.length : 0,
        ...{ outer, thefts, found, recall: share, below: outer && share !== undefined && share < leastRecall },
      }
    })
    .sort((a, b) => b.weight - a.weight || (a.borough < b.borough ? -1 : 1))
}
