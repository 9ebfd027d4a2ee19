import type { Kysely } from 'kysely'
import type { Pass } from '#http'
import { accessStands } from './access.ts'

/**
 * The pass, when it opens the case page: its browser was given a code or has shown one, and the code still stands. Whoever
 * only stopped a phone with a card, or joined a case by a bare number, may stop and no more (principle 1).
 */
export async function mayRead<Tables>(db: Kysely<Tables>, pass: Pass | undefined): Promise<Reader | undefined> {
  if (pass?.access === undefined || pass.joined) return undefined
  return (await accessStands(db, pass.case, pass.access)) ? (pass as Reader) : undefined
}

type Reader = Pass & { readonly access: string }
