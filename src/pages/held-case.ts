import type { RouteContext } from '#http'
import { CaseId } from '#lib/ids'
import { mayRead } from '#modules/victims/public'
import { VaultRef } from '#platform/vault-ref'
import { toOpenCase } from './typed-again.ts'

/**
 * The case that this browser may add to, noted as looked at, and open for half an hour more; or the way to the page that opens one.
 * What a page asks for by itself comes another way (`/case/live`): one that lies open on a lent phone closes.
 */
export async function heldCase<Tables>(
  { db, pass, audit }: Pick<RouteContext<Tables>, 'db' | 'pass' | 'audit'>,
  act: 'look' | 'change' = 'look',
) {
  const held = await mayRead(db, pass.held)
  await audit(held ? act : 'ask', held ? `case/${held.case}` : 'case-access')
  if (held) pass.renew()
  return held ? { case: CaseId.parse(held.case), access: VaultRef.parse(held.access) } : toOpenCase
}
