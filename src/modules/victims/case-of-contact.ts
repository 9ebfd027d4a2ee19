import type { Kysely } from 'kysely'
import { readStream } from '#ledger'
import { CaseId } from '#lib/ids'
import type { Line } from '#lib/line'
import { theftCase } from '#modules/reports/public'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, codeFor } from './accesses.ts'
import { told } from './told.ts'
import type { ContactOfCase } from './views/contact-of-case.ts'

type Vault = { readonly find: (kind: 'contact', value: string) => Promise<readonly { readonly ref: VaultRef }[]> }
type Case = { readonly case: CaseId; readonly access: VaultRef }

/**
 * The open case whose victim may be written to at this number, and who said that nobody else reads it; with the code by which they gave
 * it. Undefined where there is none, and where there are two: nobody can tell for which of them somebody writes.
 */
export async function caseOfContact<Tables>(
  { db, vault }: { readonly db: Kysely<Tables>; readonly vault: Vault },
  number: Line,
): Promise<Case | undefined> {
  const refs = (await vault.find('contact', number)).map(({ ref }) => ref)
  if (refs.length === 0) return undefined
  const rows = await (db as unknown as Kysely<ContactOfCase>)
    .selectFrom('contact_of_case')
    .select('case_id')
    .distinct()
    .where('contact', 'in', refs)
    .execute()
  const found = new Map<string, Case>()
  for (const { case_id } of rows) {
    const one = await heardIn(db, case_id, refs)
    if (one) found.set(one.case, one)
  }
  const [only] = found.values()
  return found.size === 1 ? only : undefined
}

/** Of one case: whether one of these is a contact that counts there, in it or in the one that goes on for it. */
async function heardIn<Tables>(
  db: Kysely<Tables>,
  theft: string,
  refs: readonly VaultRef[],
): Promise<Case | undefined> {
  const read = (one: string) => readStream(queryable(db), `case/${one}`)
  const own = await read(theft)
  const first = theftCase.run(own).joinedTo
  const events = first ? await read(first) : own
  const { contacts, proved, ended } = told.run(events)
  const contact = contacts.find(({ ref, confirmed }) => confirmed && refs.includes(ref))
  if (!contact || !proved || ended) return undefined
  const access = codeFor(accesses.run(events), contact.access)
  return access && { case: CaseId.parse(first ?? theft), access }
}
