import { randomFillSync } from 'node:crypto'

const pool = Buffer.allocUnsafeSlow(8192)
let taken = pool.length

/**
 * So many bytes of the system's random source, at most 8,192. Asking it costs as much for sixteen as for thousands, so they are
 * fetched in stock, as `crypto.randomUUID` does; none is given twice, and what was given is wiped here.
 */
export function freshBytes(count: number): Buffer {
  if (!(Number.isInteger(count) && count > 0 && count <= pool.length))
    throw new RangeError(`${count} random bytes: ask for 1 to ${pool.length}`)
  if (taken + count > pool.length) {
    randomFillSync(pool)
    taken = 0
  }
  const given = Buffer.allocUnsafeSlow(count)
  pool.copy(given, 0, taken, taken + count)
  pool.fill(0, taken, taken + count)
  taken += count
  return given
}
