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

/** A run of TACs (8 digits), both ends in it. */
export type TacRange = { readonly from: string; readonly to: string }
export const allTacs: TacRange = { from: '00000000', to: '99999999' }

/** What one request may name: a list of all models in the world takes three. */
export const mostTacs = 100_000

/** Runs that follow one another over all TACs, each with what is listed in it, at most `most` of them. */
export function pagesOf(sums: readonly TacSum[], most = mostTacs): (TacRange & { readonly tacs: readonly TacSum[] })[] {
  const pages: (TacRange & { tacs: readonly TacSum[] })[] = []
  let { from } = allTacs
  for (let at = 0; at === 0 || at < sums.length; at += most) {
    const tacs = sums.slice(at, at + most)
    const to = at + most < sums.length ? (tacs.at(-1)?.tac ?? allTacs.to) : allTacs.to
    pages.push({ from, to, tacs })
    from = String(Number(to) + 1).padStart(8, '0')
  }
  return pages
}
