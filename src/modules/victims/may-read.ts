import type { Kysely } from 'kysely'
import type { Pass } from '#http'
import { caseAt } from './access.ts'

/**
 * The pass, when it opens the case page: its browser was given a code or has shown one, and the code still stands. Whoever
 * only stopped a phone with a card, or said a bare number, may stop and no more (principle 1).
 */
export async function mayRead<Tables>(db: Kysely<Tables>, pass: Pass | undefined): Promise<Reader | undefined> {
  const held = await caseOf(db, pass)
  return pass && held?.opens ? { ...pass, case: held.case, access: held.access } : undefined
}

/** The case of a code that shows only that there is a report, and whether that has ended. */
export async function reportOf<Tables>(db: Kysely<Tables>, pass: Pass | undefined) {
  const held = await caseOf(db, pass)
  return held && !held.opens ? held : undefined
}

async function caseOf<Tables>(db: Kysely<Tables>, pass: Pass | undefined) {
  if (pass?.access === undefined) return undefined
  const found = await caseAt(db, pass.case, pass.access)
  return found && { ...found, access: pass.access }
}

type Reader = Pass & { readonly access: string }
