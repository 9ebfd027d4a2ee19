import { layOutOwed } from '#ledger/owed'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { ActionRefused } from '#partners/events/action-refused'
import type { VaultRef } from '#platform/vault-ref'
import type { Target } from '../../../simulators/city/red-team/agent.ts'
import { isHolder } from '../../../simulators/operators/subscribers.ts'
import { type System, sideBySide } from './system.ts'

type Row = {
  readonly id: string
  readonly partner: string
  readonly kind: string
  readonly stream: string
  readonly tenant: string
  readonly input: { readonly line?: VaultRef; readonly claim?: VaultRef }
}
/** What an operator knows of a line. `phone`: in which handset it was last used. */
export type HolderOf = (
  line: string,
) => { readonly holder: Target; readonly phone: readonly string[]; readonly earlier: readonly string[] } | undefined

/** The operators answer what they were asked, and everybody has done what they were owed. Gives how many questions there were. */
export async function partnersAnswer(system: System, holderOf: HolderOf): Promise<number> {
  while ((await layOutOwed(system.database.pool, 500)) > 0);
  const { rows } = await system.database.pool.query<Row>(
    `update action set state = 'acknowledged', answered_at = now(), facts = 1 where state = 'owed' and not standing
     returning id, partner, kind, stream, tenant, input`,
  )
  const questions = ['match-identity', 'find-handset', 'hold-line-changes']
  const asked = rows.filter(({ kind }) => questions.includes(kind))
  await sideBySide(asked, (row) => answer(system, holderOf, row))
  return rows.length
}

async function answer(
  system: System,
  holderOf: HolderOf,
  { id, partner, kind, stream, tenant, input }: Row,
): Promise<void> {
  const { ledger, vault, now } = system
  const refs = [input.line, input.claim].flatMap((ref) => ref ?? [])
  const told = await vault.reveal('answer', refs)
  const plainOf = (ref: VaultRef | undefined) => {
    const found = ref && told.get(ref)
    return found && 'value' in found ? found.value : undefined
  }
  const known = holderOf(String(plainOf(input.line)))
  const about = { action: id, partner, kind, owedBy: stream, at: now().toISOString() }
  const said = plainOf(input.claim) as { name: string; born?: string; postcode?: string } | undefined
  const refused = !known
    ? 'unknown-line'
    : said && !isHolder({ ...known.holder, supi: '' }, said)
      ? 'no-match'
      : undefined
  const meta = { actor: `partner:${partner}`, tenant, cause: 'bench' }
  if (refused || !known) {
    const code = refused ?? 'unknown-line'
    await system.database.pool.query(`update action set state = 'refused', last_error = $2 where id = $1`, [id, code])
    await ledger.append([{ event: ActionRefused.of({ ...about, code }), version: 1 }], meta)
    return
  }
  if (kind === 'hold-line-changes') {
    await ledger.append([{ event: ActionAcknowledged.of(about), version: 1 }], meta)
    return
  }
  const reviewAt = new Date(now().getTime() + 28 * 86_400_000)
  const { ref } = await vault.put({
    class: 'document',
    value: { imeis: known.phone, earlier: known.earlier },
    reviewAt,
  })
  await ledger.append([{ event: ActionAcknowledged.of({ ...about, answer: ref }), version: 1 }], meta)
}
