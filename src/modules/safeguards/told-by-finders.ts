import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import type { EventTables, TheftCase } from '#modules/reports/public'
import type { VaultRef } from '#platform/vault-ref'
import { FinderWrote } from './events/finder-wrote.ts'
import type { finds } from './vocabulary.ts'

/** A finder's message as the owner reads it. Without words when nothing was written, or it may not be read here. */
export type FinderMessage = { readonly at: string; readonly what: (typeof finds)[number]; readonly words?: string }

export type FinderMessages = {
  /** `proof`: the reader has not shown enough yet. `safe-mode`: it may name a place, and another may read over the shoulder. */
  readonly hidden: 'proof' | 'safe-mode' | false
  readonly messages: readonly FinderMessage[]
}

/** Whoever knows a number gets a case; a finder's words may name a place, so they are for those who have shown more. */
const readableFrom = 2

const Words = z.object({ words: z.string() })

/** What finders left for the owner of a case. Each reading of their words is audited by the vault. */
export async function finderMessages(
  { db, vault }: Pick<RouteContext<TheftCase & EventTables>, 'db' | 'vault'>,
  theft: string,
): Promise<FinderMessages> {
  const told = await toldOf(db, theft)
  if (told.length === 0) return { hidden: false, messages: [] }
  const row = await db
    .selectFrom('theft_case')
    .select(['level', 'safe_mode'])
    .where('case_id', '=', theft)
    .executeTakeFirst()
  const hidden = row?.safe_mode ? 'safe-mode' : (row?.level ?? 0) < readableFrom ? 'proof' : false
  const refs = hidden ? [] : told.flatMap(({ words }) => words ?? [])
  const known = refs.length > 0 ? await vault.reveal('look', refs) : new Map()
  const wordsOf = (ref: VaultRef | undefined) => {
    const one = ref && known.get(ref)
    return one && !one.erased ? Words.safeParse(one.value).data : undefined
  }
  return { hidden, messages: told.map(({ at, what, words }) => ({ at, what, ...wordsOf(words) })) }
}

async function toldOf(db: Kysely<EventTables>, theft: string) {
  const rows = await db
    .selectFrom('event')
    .select(['at', 'data'])
    .where('stream', '=', `case/${theft}`)
    .where('type', '=', FinderWrote.type)
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ at, data }) => ({ at, ...FinderWrote.schema.parse(data) }))
}
