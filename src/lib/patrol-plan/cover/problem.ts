import KDBush from 'kdbush'
import { metresApart, type Places } from '../travel.ts'

/**
 * One shift's choice: where to post units so that as much risk as can be lies within reach of one of them. The maximal covering
 * location problem (Church and ReVelle 1974), with a least number of posts in each area.
 */
export type Cover = {
  /** Expected thefts in each cell during the shift, 0 or more. */
  readonly risk: Float64Array
  readonly reach: Reach
  /** The area (borough) of each post: an index into `least`. */
  readonly area: Int32Array
  /** Units to post, one a post. */
  readonly units: number
  /** The least number of posts in each area. */
  readonly least: Int32Array
}

/** Post p reaches cells[from[p]] up to, not including, cells[from[p + 1]]: compressed sparse rows. */
export type Reach = { readonly from: Int32Array; readonly cells: Int32Array }

export type Choice = {
  /** The posts, ascending. */
  readonly posts: readonly number[]
  /** Risk within reach of at least one of them. */
  readonly covered: number
  /** `exact`: proved to be the best; `search`: the best that local search found. */
  readonly method: 'exact' | 'search'
}

/** Which cells' middles lie within so many straight metres of each post. */
export function reachOf(posts: Places, cells: Places, metres: number): Reach {
  const index = new KDBush(cells.eastings.length)
  for (const [cell, easting] of cells.eastings.entries()) index.add(easting, cells.northings[cell] as number)
  index.finish()
  const from = new Int32Array(posts.eastings.length + 1)
  const found: number[] = []
  for (let post = 0; post + 1 < from.length; post++) {
    // The index keeps its coordinates as given; asking a little wider and measuring ourselves settles the rim.
    const near = index.within(posts.eastings[post] as number, posts.northings[post] as number, metres + 1)
    for (const cell of near.sort((a, b) => a - b)) if (metresApart(posts, post, cells, cell) <= metres) found.push(cell)
    from[post + 1] = found.length
  }
  return { from, cells: Int32Array.from(found) }
}

/** The other way round: which posts reach each cell. */
export function turned({ from, cells }: Reach, cellCount: number): Reach {
  const to = new Int32Array(cellCount + 1)
  for (const cell of cells) to[cell + 1] = (to[cell + 1] as number) + 1
  for (let cell = 0; cell < cellCount; cell++) to[cell + 1] = (to[cell + 1] as number) + (to[cell] as number)
  const posts = new Int32Array(cells.length)
  const next = to.slice()
  for (let post = 0; post + 1 < from.length; post++)
    for (let at = from[post] as number; at < (from[post + 1] as number); at++) {
      const cell = cells[at] as number
      const place = next[cell] as number
      posts[place] = post
      next[cell] = place + 1
    }
  return { from: to, cells: posts }
}

/** Risk within reach of at least one of the posts; counted anew, so that no rounding adds up. */
export function coveredBy({ risk, reach }: Cover, posts: readonly number[]): number {
  const reached = new Uint8Array(risk.length)
  for (const post of posts)
    for (let at = reach.from[post] as number; at < (reach.from[post + 1] as number); at++)
      reached[reach.cells[at] as number] = 1
  return risk.reduce((sum, each, cell) => (reached[cell] ? sum + each : sum), 0)
}

/** Says in a sentence why there is no choice that keeps the floor; undefined when there is one. */
export function whyNone({ area, units, least }: Cover): string | undefined {
  if (units > area.length) return `There are ${units} units and only ${area.length} posts.`
  const owed = least.reduce((sum, each) => sum + each, 0)
  if (owed > units) return `The areas' floors ask for ${owed} units and there are ${units}.`
  const posts = new Int32Array(least.length)
  for (const each of area) posts[each] = (posts[each] as number) + 1
  const short = least.findIndex((each, index) => each > (posts[index] as number))
  if (short < 0) return undefined
  return `Area ${short} is owed ${least[short]} units and has ${posts[short]} posts.`
}
