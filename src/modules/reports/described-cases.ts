import { type Kysely, sql } from 'kysely'
import type { CaseId } from '#lib/ids'
import type { VaultRef } from '#platform/vault-ref'
import { type Seen, seenKeys } from './seen-words.ts'
import type { TheftCase } from './views/theft-case.ts'

/** A case whose description has some of the words that were asked for. Nothing of it has been opened. */
export type DescribedCase = {
  readonly case: CaseId
  readonly openedAt: string
  readonly details: readonly VaultRef[]
  /** How many of the words. */
  readonly has: number
}

export type DescribedAsked = { readonly tenant: string; readonly since: Date; readonly seen: Seen }

/** More are no answer: a person has to read them. */
export const mostDescribed = 20

type Find = (key: string) => Promise<readonly { readonly ref: VaultRef }[]>

/**
 * The cases that a force handles in which somebody told at least half of these words, those with the most and the rarest first. By
 * the vault's own index: no description is opened to be searched. None in safe mode.
 */
export async function describedCases(
  db: Kysely<TheftCase>,
  find: Find,
  { tenant, since, seen }: DescribedAsked,
): Promise<readonly DescribedCase[]> {
  const keys = seenKeys(seen)
  const found = await Promise.all(keys.map(async (key) => (await find(key)).map(({ ref }) => ref)))
  const refs = [...new Set(found.flat())]
  if (refs.length === 0) return []
  const { rows } = await sql<{ case: CaseId; openedAt: string; ref: VaultRef }>`
    select case_id as "case", opened_at as "openedAt", event.data ->> 'details' as ref
    from theft_case join event on event.stream = 'case/' || case_id and event.type = 'reports.details-added'
    where coalesce(force, theft_case.tenant) = ${tenant} and opened_at >= ${since} and not safe_mode
      and event.data ->> 'details' = any(${refs}::text[])`.execute(db)
  const having = found.map((of) => new Set(of))
  const cases = [...Map.groupBy(rows, (row) => row.case).values()].map((own) => {
    const told = having.filter((of) => own.some(({ ref }) => of.has(ref)))
    const [first] = own as [(typeof rows)[number]]
    return {
      ...{ case: first.case, openedAt: first.openedAt, details: own.map(({ ref }) => ref), has: told.length },
      weight: told.reduce((sum, of) => sum + Math.log(1 + refs.length / of.size), 0),
    }
  })
  return cases
    .filter(({ has }) => has * 2 >= keys.length)
    .sort((a, b) => b.weight - a.weight || Date.parse(b.openedAt) - Date.parse(a.openedAt))
    .slice(0, mostDescribed)
    .map(({ weight: _, ...one }) => one)
}
