import { type RouteContext, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import { mayRead } from '#modules/victims/public'
import { VaultRef } from '#platform/vault-ref'

/** The case that this browser may add to, noted as looked at; or the way to the page that opens one. */
export async function heldCase<Tables>(
  { db, pass, audit }: Pick<RouteContext<Tables>, 'db' | 'pass' | 'audit'>,
  act: 'look' | 'change' = 'look',
) {
  const held = await mayRead(db, pass.held)
  await audit(held ? act : 'ask', held ? `case/${held.case}` : 'case-access')
  return held ? { case: CaseId.parse(held.case), access: VaultRef.parse(held.access) } : seeOther('/case')
}
