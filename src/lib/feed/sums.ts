import { createHash } from 'node:crypto'

/** How many keys are listed under one TAC, and the SHA-256 (hex) over their lines `key status[@until in ms],…`, ascending. */
export type TacSum = { readonly tac: string; readonly count: number; readonly hash: string }

/** What two sides compare to know that they list the same. Centre and node count by this one. */
export type Sums = {
  /** Whole lines, ascending, as many at a time as you have. */
  add(lines: string): void
  /** Count and hash of every TAC that has listed keys, ascending. Adds nothing after that. */
  end(): readonly TacSum[]
}

export function openSums(): Sums {
  const sums: TacSum[] = []
  let now = { tac: '', count: 0, hash: createHash('sha256') }
  const close = () => {
    if (now.count > 0) sums.push({ tac: now.tac, count: now.count, hash: now.hash.digest('hex') })
  }
  return {
    add(lines) {
      for (const [tac, own] of Map.groupBy(lines.match(/.*\n/g) ?? [], (line) => line.slice(0, 8))) {
        if (tac !== now.tac) {
          close()
          now = { tac, count: 0, hash: createHash('sha256') }
        }
        now.count += own.length
        now.hash.update(own.join(''))
      }
    },
    end() {
      close()
      now.count = 0
      return sums
    },
  }
}

/** Of all: SHA-256 (hex) over the lines `tac count hash` of its TACs, ascending. */
export function sumOf(sums: readonly TacSum[]): string {
  const all = createHash('sha256')
  for (const { tac, count, hash } of sums) all.update(`${tac} ${count} ${hash}\n`)
  return all.digest('hex')
}
