import { createHash } from 'node:crypto'
import { type Kysely, sql } from 'kysely'
import { allTacs, openSums, sumOf, type TacRange, type TacSum } from '#lib/feed/sums'
import { newestNumber } from './followers.ts'
import { listedLines, openMoment } from './listed.ts'
import type { Blocklist } from './views/blocklist.ts'

/** Count and hash of every TAC of a run that has listed keys, ascending. */
async function tacSums(moment: Kysely<Blocklist>, tacs: TacRange): Promise<readonly TacSum[]> {
  const sums = openSums()
  for await (const page of listedLines(moment, tacs)) sums.add(page)
  return sums.end()
}

/** What came of comparing: `differ` as we have them (count 0 where we list none), and TACs that changed since the other's number. */
export type Comparison = {
  readonly no: number
  readonly count: number
  readonly hash: string
  readonly differ: readonly TacSum[]
  readonly changed: readonly string[]
}

/**
 * Compares what a node lists as of number `no` with what is listed here, in one run of TACs or in all. A TAC in which something has
 * changed since is not judged.
 */
export async function compare(
  db: Kysely<Blocklist>,
  theirs: { readonly no: number; readonly tacs: readonly TacSum[] },
  run: TacRange = allTacs,
): Promise<Comparison> {
  const { moment, close } = await openMoment(db)
  try {
    const [no, sums, changed] = [
      await newestNumber(moment),
      await tacSums(moment, run),
      await changedSince(moment, theirs.no, run),
    ]
    const ours = new Map(sums.map((sum) => [sum.tac, sum]))
    const given = new Map(theirs.tacs.map((sum) => [sum.tac, sum]))
    const unlike = [...new Set([...ours.keys(), ...given.keys()])]
      .filter((tac) => !changed.has(tac) && ours.get(tac)?.hash !== given.get(tac)?.hash)
      .sort()
    const differ = unlike.map((tac) => ours.get(tac) ?? { tac, count: 0, hash: nothing })
    const count = sums.reduce((all, one) => all + one.count, 0)
    return { no, count, hash: sumOf(sums), differ, changed: [...changed].sort() }
  } finally {
    await close()
  }
}

const nothing = createHash('sha256').digest('hex')

async function changedSince(db: Kysely<Blocklist>, no: number, { from, to }: TacRange): Promise<Set<string>> {
  const { rows } = await sql<{ tac: string }>`
    select distinct lpad((imei_key / 1000000)::text, 8, '0') as tac from list_change
    where no > ${no} and imei_key / 1000000 between ${from}::bigint and ${to}::bigint`.execute(db)
  return new Set(rows.map(({ tac }) => tac))
}
