import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { RouteContext } from '#http'
import { readStream } from '#ledger'
import { ProofShown } from '#modules/reports/events/proof-shown'
import { type EventTables, isGuarded, theftCase } from '#modules/reports/public'
import { queryable } from '#platform/database'
import type { VaultRef } from '#platform/vault-ref'
import { accesses, isKnown } from './accesses.ts'
import { type NameTables, partnerNames } from './partner-names.ts'

/** A reference as the force writes it, and whose it is. */
export type CrimeReference = { readonly reference: string; readonly force: string | undefined; readonly at: string }

/** Papers that an owner showed are documents too, and hold none. */
const Held = z.object({ reference: z.string() })

type Reading = Pick<RouteContext, 'vault'> & { readonly db: Kysely<EventTables & NameTables> }

/**
 * The crime reference of a case, the newest one, for its insurer and the police. Who has it passes for the victim there: it is shown to
 * nobody but who holds a code whose holder is known, and in safe mode to nobody at all (USERS 2.3: no crime number below level 2).
 */
export async function crimeReferenceFor(
  { db, vault }: Reading,
  { case: theft, access }: { readonly case: string; readonly access: VaultRef },
): Promise<CrimeReference | undefined> {
  const events = await readStream(queryable(db), `case/${theft}`)
  if (isGuarded(theftCase.run(events)) || !isKnown(accesses.run(events), access)) return undefined
  const told = events.flatMap((event) => {
    if (event.type !== ProofShown.type) return []
    const { document, by } = ProofShown.decode(event)
    return document && by ? [{ document, by, at: event.at }] : []
  })
  if (told.length === 0) return undefined
  const kept = await vault.reveal(
    'show-crime-reference',
    told.map(({ document }) => document),
  )
  for (const { document, by, at } of told.toReversed()) {
    const one = kept.get(document)
    const held = one && !one.erased ? Held.safeParse(one.value).data : undefined
    if (held) return { ...held, at, force: (await partnerNames(db, [by])).get(by) }
  }
  return undefined
}
