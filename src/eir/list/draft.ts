import type { KeyNumber, StatusCode } from '#lib/imei/plane/status'
import type { Statuses } from './status-list.ts'

const fullest = 0.75

export type Columns = { readonly keys: Float64Array<ArrayBuffer>; readonly statuses: Uint8Array<ArrayBuffer> }

/**
 * Statuses that grow as they are filled: open addressing over typed arrays, 12 to 24 bytes a key. What it holds is taken out
 * as two columns, of which a plane that is smaller and shared by threads is built at once.
 */
export function openDraft(slots = 1024): Statuses & { columns(): Columns } {
  /** Keys, each one more than it is: 0 is a free slot. */
  let keys = new Float64Array(slots)
  let statuses = new Uint8Array(slots)
  let used = 0

  /** The slot of a key, or the free one where it belongs. */
  function slotOf(key: KeyNumber): number {
    const mask = keys.length - 1
    let slot = spread(key) & mask
    while (keys[slot] !== 0 && keys[slot] !== key + 1) slot = (slot + 1) & mask
    return slot
  }

  function grow(): void {
    const [oldKeys, oldStatuses] = [keys, statuses]
    keys = new Float64Array(2 * oldKeys.length)
    statuses = new Uint8Array(keys.length)
    for (let old = 0; old < oldKeys.length; old++) {
      const key = (oldKeys[old] as number) - 1
      if (key < 0) continue
      const slot = slotOf(key)
      keys[slot] = key + 1
      statuses[slot] = oldStatuses[old] as number
    }
  }

  return {
    statusOf: (key) => statuses[slotOf(key)] as StatusCode,
    set(key, status) {
      let slot = slotOf(key)
      if (keys[slot] === 0) {
        if (++used > fullest * keys.length) {
          grow()
          slot = slotOf(key)
        }
        keys[slot] = key + 1
      }
      statuses[slot] = status
    },
    columns: () => ({
      keys: keys.filter((_, slot) => statuses[slot] !== 0).map((key) => key - 1),
      statuses: statuses.filter((status) => status !== 0),
    }),
  }
}

/** All 47 bits of a key in 32, well mixed: serial numbers of one model stand close together. */
function spread(key: KeyNumber): number {
  let mixed = Math.imul((key | 0) ^ Math.imul((key / 2 ** 32) | 0, 0x9e3779b1), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0xc2b2ae35)
  return mixed ^ (mixed >>> 16)
}
