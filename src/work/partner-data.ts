import type { Kysely } from 'kysely'
import { kept } from '#lib/kept'
import { together } from '#lib/together'
import { answerClassOf, type KeepAnswer } from '#partners'
import type { Asked } from '#platform/vault/reveal'
import type { VaultTables } from '#platform/vault/tables'
import type { Vault } from '#platform/vault/vault'
import { VaultRef } from '#platform/vault-ref'

type Owed = { id: string; kind: string; tenant: string; input: Readonly<Record<string, unknown>> }
type Opened = { vault: Pick<Vault, 'put' | 'revealEach'>; db: Kysely<VaultTables>; now: () => Date }

/** An answer is looked at again with the numbers of its case. */
const keptMs = kept.caseNumbers.ms

/**
 * Puts in, for the time of one call, the personal data that an action's input refers to; each look is audited under the
 * action, and the looks of one moment share a transaction. Input without a reference costs nothing.
 */
export function revealInput({ vault, db }: Opened): (action: Owed) => Promise<unknown> {
  const look = together((asked: readonly Asked[]) => db.transaction().execute((trx) => vault.revealEach(trx, asked)))
  return async ({ id, kind, tenant, input }) => {
    const refs = Object.values(input).flatMap((value) => VaultRef.safeParse(value).data ?? [])
    if (refs.length === 0) return input
    const by = { actor: 'system:dispatcher', tenant, purpose: purposeOf(kind), act: kind, request: `action/${id}` }
    const revealed = await look({ refs, look: by })
    const plainOf = (value: unknown) => {
      const ref = VaultRef.safeParse(value).data
      const found = ref && revealed.get(ref)
      return found ? (found.erased ? undefined : found.value) : value
    }
    return Object.fromEntries(Object.entries(input).map(([name, value]) => [name, plainOf(value)]))
  }
}

/** Keeps what a partner told with its receipt. */
export const keepAnswer =
  ({ vault, db, now }: Opened): KeepAnswer =>
  async ({ kind }, value) => {
    const record = { class: answerClassOf(kind), value, reviewAt: new Date(now().getTime() + keptMs) }
    return (await db.transaction().execute((trx) => vault.put(trx, record))).ref
  }

const purposeOf = (kind: string) => {
  if (kind.startsWith('send-')) return 'inform-victim'
  if (/account|step-up/.test(kind)) return 'stop-fraud'
  if (/screen|locating|listed|stolen|wipe/.test(kind)) return 'lock-handset'
  return kind === 'record-crime' ? 'investigate-crime' : 'block-handset'
}
