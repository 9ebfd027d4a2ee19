import type { Kysely } from 'kysely'
import type { Pass } from '#http'
import { caseAt } from './access.ts'

/**
 * The pass, when it opens the case page: its browser was given a code or has shown one, and the code still stands. Whoever
 * only stopped a phone with a card, or joined a case by a bare number, may stop and no more (principle 1).
 */
export async function mayRead<Tables>(db: Kysely<Tables>, pass: Pass | undefined): Promise<Reader | undefined> {
  if (pass?.access === undefined || pass.joined) return undefined
  const theft = await caseAt(db, pass.case, pass.access)
  return theft && { ...pass, case: theft, access: pass.access }
}

type Reader = Pass & { readonly access: string }
