import type { StoredEvent } from '#ledger'
import { isGuarded, type Later, papersOf, theftCase, waitingPapers } from '#modules/reports/public'
import { accesses } from './accesses.ts'
import { desk } from './desk.ts'
import { told } from './told.ts'

/** What another case takes in of this one when a person finds that both are one theft; undefined when it is not open. */
export function whatIsTakenIn(events: readonly StoredEvent[]) {
  const theft = theftCase.run(events)
  const { standing, ended, reportedAt } = theft
  if (!standing || ended || reportedAt === undefined) return undefined
  const { level, until } = standing
  const waits = desk.run(events).waiting.length > 0 || waitingPapers(papersOf.run(events)).length > 0
  const is: Later = { level, reportedAt, safeMode: isGuarded(theft), waits, ...(until !== undefined && { until }) }
  const codes = [...accesses.run(events).all].flatMap(([access, one]) => {
    const { known, claims, bare, joined } = one
    return one.ended
      ? []
      : [{ access, known, claims: claims.slice(0, 20), ...(bare && { bare }), ...(joined && { joined }) }]
  })
  const contacts = told.run(events).contacts.map(({ ref, confirmed, access, push }) => {
    return { contact: ref, confirmed, ...(access && { access }), ...(push && { push }) }
  })
  return { is, codes: codes.slice(0, 10), contacts: contacts.slice(0, 20) }
}
