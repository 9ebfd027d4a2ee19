import { type RouteContext, refusal, seeOther } from '#http'
import type { CaseId } from '#lib/ids'
import { kept } from '#lib/kept'
import { addDetails } from '#modules/reports/public'
import type { VaultClass } from '#platform/vault/tables'
import type { VaultRef } from '#platform/vault-ref'

/** What a victim may add, each on a page of its own. The words go to the vault; no page of theirs shows them again. */
export const topics = ['where', 'phone', 'who'] as const
export type Topic = (typeof topics)[number]

const keptMs = kept.caseAccess.ms

/** Keeps one answer of the task list and goes back to the list. */
export async function keepDetails<T>(
  { vault, execute, now }: Pick<RouteContext<T>, 'vault' | 'execute' | 'now'>,
  { case: theft, access }: { readonly case: CaseId; readonly access: VaultRef },
  {
    topic,
    kind,
    findBy = [],
    ...said
  }: { topic: Topic; kind: VaultClass; findBy?: string[]; [field: string]: unknown },
) {
  const reviewAt = new Date(now().getTime() + keptMs)
  const { ref } = await vault.put({ class: kind, value: { topic, ...said }, reviewAt, findBy })
  const outcome = await execute(addDetails, { case: theft, details: ref, access }, topic)
  return outcome.ok ? seeOther('/case/details') : refusal(addDetails, outcome.refused)
}
