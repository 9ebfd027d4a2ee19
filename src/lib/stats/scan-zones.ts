import { refuse, wantFeasible, wantFinite, wantLength, wantWhole } from './wrong-input.ts'

/** Sets of places, each place by its number from 0. */
export type Zones = readonly Int32Array[]

/** Distances measured (40 s), and places named in all zones together. */
const [mostMeasured, mostNamed] = [4e9, 1e8]

/**
 * For each place the zones of its 1, 2, … `nearest` nearest places (itself first, ties by number); sets met twice are kept
 * once. Every place is measured against every other: some 10 ns a pair.
 */
export function nearestZones(xs: Float64Array, ys: Float64Array, nearest: number): Zones {
  wantLength('ys', ys, xs.length, 'the coordinates')
  wantFinite('xs', xs)
  wantFinite('ys', ys)
  wantWhole('nearest', nearest, 1)
  const most = Math.min(nearest, xs.length)
  wantFeasible('Places times places', xs.length ** 2, mostMeasured, 'give fewer places, or the zones themselves')
  wantFeasible('Places named in all zones', (xs.length * most ** 2) / 2, mostNamed, 'give a smaller nearest')
  const seen = new Set<string>()
  const zones: Int32Array[] = []
  for (let place = 0; place < xs.length; place++) {
    const order = nearestOf(xs, ys, place, most)
    for (let size = 1; size <= order.length; size++) {
      const zone = order.slice(0, size)
      const name = zone.toSorted().join()
      if (seen.has(name)) continue
      seen.add(name)
      zones.push(zone)
    }
  }
  return zones
}

/** The place itself and those nearest to it, by a short sorted list: hardly any place gets past its end. */
function nearestOf(xs: Float64Array, ys: Float64Array, place: number, most: number): Int32Array {
  const [x, y] = [xs[place] as number, ys[place] as number]
  const [order, far] = [new Int32Array(most), new Float64Array(most).fill(Number.POSITIVE_INFINITY)]
  for (let other = 0; other < xs.length; other++) {
    const square = other === place ? -1 : ((xs[other] as number) - x) ** 2 + ((ys[other] as number) - y) ** 2
    if (!(square < (far[most - 1] as number))) continue
    let at = most - 1
    for (; at > 0 && square < (far[at - 1] as number); at--) {
      far[at] = far[at - 1] as number
      order[at] = order[at - 1] as number
    }
    far[at] = square
    order[at] = other
  }
  return order
}

/** What each zone adds to the one before it; a zone that does not hold all of the one before it starts anew. */
export type Chain = {
  readonly zones: Zones
  readonly count: number
  readonly anew: Uint8Array
  readonly start: Int32Array
  readonly added: Int32Array
}

/** A zone of nearest places then costs one place, not all of its own. The zones keep their numbers. */
export function chained(zones: Zones, places: number): Chain {
  const [anew, start] = [new Uint8Array(zones.length), new Int32Array(zones.length + 1)]
  const added: number[] = []
  const holder = new Int32Array(places).fill(-1)
  for (const [zone, its] of zones.entries()) {
    const before = zones[zone - 1] ?? new Int32Array()
    for (const place of its) {
      if (!(Number.isInteger(place) && place >= 0 && place < places))
        refuse(`zones[${zone}] holds ${place}; a place is a number from 0 to ${places - 1}.`)
      if (holder[place] === zone) refuse(`zones[${zone}] holds ${place} twice; name each place once.`)
      holder[place] = zone
    }
    if (its.length === 0) refuse(`zones[${zone}] is empty; a zone holds at least one place.`)
    anew[zone] = before.every((place) => holder[place] === zone) && zone > 0 ? 0 : 1
    const had = new Set(anew[zone] === 1 ? [] : before)
    for (const place of its) if (!had.has(place)) added.push(place)
    start[zone + 1] = added.length
  }
  return { zones, count: zones.length, anew, start, added: Int32Array.from(added) }
}
