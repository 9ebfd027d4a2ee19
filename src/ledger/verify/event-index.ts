import { HASH_BYTES, type Hash } from '#lib/merkle/hash'
import { type EventRow, leafOf } from '../seal/leaf.ts'

/** A missing place in a stream: one or more versions that should stand between two known events. */
export type Gap = { stream: string; version: number; missing: number; afterEvent: number; beforeEvent: number }

type Named = { event: string; stream: string; version: number }

/**
 * What a check keeps of each event while it runs: about 80 bytes and, once a stream, its name. Rows come in order of id;
 * each is known by its place in that order.
 */
export class EventIndex {
  count = 0
  readonly gaps: Gap[] = []
  #ids = new Float64Array(1024)
  #ats = new Float64Array(1024)
  #streams = new Int32Array(1024)
  #versions = new Int32Array(1024)
  #leaves = Buffer.alloc(1024 * HASH_BYTES)
  readonly #streamNames: string[] = []
  readonly #streamNumbers = new Map<string, number>()
  readonly #lastInStream: number[] = []

  /** Takes the next event; returns what is wrong with its place in its stream, if anything is. */
  add(row: EventRow): string | undefined {
    const id = Number(row.id)
    if (!Number.isSafeInteger(id))
      return `its id ${row.id} was never given by the database, so version ${row.version} was not read`
    if (this.count > 0 && id <= this.idAt(this.count - 1)) {
      throw new Error(`event ${row.id} does not come in order of id: this is no Ringback ledger`)
    }
    if (this.count === this.#ids.length) this.#grow()
    const place = this.count++
    this.#ids[place] = id
    this.#ats[place] = Date.parse(String(row.at instanceof Date ? row.at.toISOString() : row.at))
    this.#versions[place] = row.version
    this.#leaves.set(leafOrNone(row), place * HASH_BYTES)
    return this.#follow(place, row)
  }

  /** Place of the event with this id, or -1. */
  placeOf(id: number): number {
    let low = 0
    let high = this.count - 1
    while (low <= high) {
      const middle = (low + high) >> 1
      const found = this.idAt(middle)
      if (found === id) return middle
      if (found < id) low = middle + 1
      else high = middle - 1
    }
    return -1
  }

  idAt = (place: number): number => this.#ids[place] ?? 0
  atOf = (place: number): number => this.#ats[place] ?? 0
  streamNumber = (place: number): number => this.#streams[place] ?? 0
  version = (place: number): number => this.#versions[place] ?? 0
  leafAt = (place: number): Hash => this.#leaves.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES)
  streamCount = (): number => this.#streamNames.length

  name(place: number): Named {
    const stream = this.#streamNames[this.streamNumber(place)] ?? ''
    return { event: String(this.idAt(place)), stream, version: this.version(place) }
  }

  /** The one lost version that an event between these two ids may have been; undefined when several fit or none. */
  lostBetween(after: number, before: number): { stream: string; version: number } | undefined {
    const fits = this.gaps.filter((gap) => gap.afterEvent < before && gap.beforeEvent > after && gap.missing === 1)
    return fits.length === 1 && fits[0] ? { stream: fits[0].stream, version: fits[0].version } : undefined
  }

  #follow(place: number, { stream, version }: EventRow): string | undefined {
    const known = this.#streamNumbers.get(stream)
    const number = known ?? this.#streamNames.push(stream) - 1
    if (known === undefined) this.#streamNumbers.set(stream, number)
    this.#streams[place] = number
    const last = this.#lastInStream[number]
    const before = last === undefined ? 0 : this.version(last)
    this.#lastInStream[number] = place
    if (version === before + 1) return undefined
    if (version <= before) return `version ${version} was written after version ${before}`
    const afterEvent = last === undefined ? 0 : this.idAt(last)
    this.gaps.push({
      stream,
      version: before + 1,
      missing: version - before - 1,
      afterEvent,
      beforeEvent: this.idAt(place),
    })
    return version === before + 2
      ? `version ${before + 1} is gone`
      : `versions ${before + 1} to ${version - 1} are gone`
  }

  #grow(): void {
    const size = this.#ids.length * 2
    const wider = <A extends Float64Array | Int32Array | Buffer>(fresh: A, old: A): A => {
      fresh.set(old)
      return fresh
    }
    this.#ids = wider(new Float64Array(size), this.#ids)
    this.#ats = wider(new Float64Array(size), this.#ats)
    this.#streams = wider(new Int32Array(size), this.#streams)
    this.#versions = wider(new Int32Array(size), this.#versions)
    this.#leaves = wider(Buffer.alloc(size * HASH_BYTES), this.#leaves)
  }
}

/** A row that cannot even be written down as JSON, such as one with an endless number, fits no sealed leaf. */
function leafOrNone(row: EventRow): Hash {
  try {
    return leafOf(row)
  } catch {
    return Buffer.alloc(HASH_BYTES)
  }
}
