import { type RouteContext, seeOther } from '#http'
import { CaseId } from '#lib/ids'
import { mayRead } from '#modules/victims/public'

/** The case that this browser may add to, noted as looked at; or the way to the page that opens one. */
export async function heldCase({ pass, audit }: Pick<RouteContext, 'pass' | 'audit'>, act: 'look' | 'change' = 'look') {
  const held = mayRead(pass.held)
  await audit(held ? act : 'ask', held ? `case/${held.case}` : 'case-access')
  return held ? { case: CaseId.parse(held.case) } : seeOther('/case')
}
