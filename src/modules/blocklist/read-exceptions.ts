import { type Kysely, sql } from 'kysely'
import { exceptionLine } from '#lib/feed/exceptions'
import { afterPiece, noChanges } from '#lib/feed/running-hash'
import type { NoBatch } from './read-batch.ts'
import type { Exceptions } from './views/exceptions.ts'

/** Changes of what stands beside the list for one operator, as they go out: a JSON line each. */
export type ExceptionBatch = {
  readonly first: number
  readonly last: number
  readonly lines: string
  readonly hash: Buffer
}

type Ask = { readonly operator: string; readonly after: number; readonly hash?: string | undefined }

export const mostExceptions = 10_000

/**
 * The changes after a number, 10,000 at most. An operator's numbers are counted from the common order: those for all, and its
 * own. There are few, so all before are hashed again at each look.
 */
export async function readExceptions(
  db: Kysely<Exceptions>,
  { operator, after, hash }: Ask,
): Promise<ExceptionBatch | NoBatch> {
  const { rows } = await sql<Said & { seq: string }>`
    select source, about, says, seq from list_exception where operator is null or operator = ${operator} order by no`.execute(
    db,
  )
  const changes = changesOfWholes(rows).map(({ about, says, seq }, at) => ({
    no: at + 1,
    about,
    says,
    seq: Number(seq),
  }))
  if (after > changes.length) return { wrong: 'beyond', newest: changes.length }
  const hashAfter = (before: Buffer, some: readonly (typeof changes)[number][]) =>
    some.reduce((running, change) => afterPiece(running, exceptionLine(change)), before)
  const before = hashAfter(noChanges, changes.slice(0, after))
  if (hash !== undefined && hash !== before.toString('hex')) return { wrong: 'other', newest: changes.length }
  const some = changes.slice(after, after + mostExceptions)
  const lines = some.map((change) => `${JSON.stringify(change)}\n`).join('')
  return { first: after + 1, last: after + some.length, lines, hash: hashAfter(before, some) }
}

/** What one source says of something from now on; empty: nothing any more. */
type Said = { readonly source: string; readonly about: string; readonly says: string }

/**
 * What is told when several sources speak of one thing, such as two cases of one phone: it holds as long as one of them says so,
 * and only a change of the whole is a change. Of those that hold, the last to speak counts.
 */
export function changesOfWholes<One extends Said>(rows: readonly One[]): One[] {
  const wholes = new Map<string, { readonly by: Map<string, string>; told: string }>()
  return rows.flatMap((row) => {
    const whole = wholes.get(row.about) ?? { by: new Map<string, string>(), told: '' }
    wholes.set(row.about, whole)
    whole.by.delete(row.source) // so that it comes last
    if (row.says !== '') whole.by.set(row.source, row.says)
    const says = [...whole.by.values()].at(-1) ?? ''
    if (says === whole.told) return []
    whole.told = says
    return [{ ...row, says }]
  })
}
