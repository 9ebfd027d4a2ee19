import { type Fold, fold } from '#ledger'
import { type Case, theftCase } from '#modules/reports/public'
import { OwnerFound } from './events/owner-found.ts'
import { OwnerRuledOut } from './events/owner-ruled-out.ts'

/** A case, and the exhibits that police hold for it. */
export type CaseOfExhibit = { readonly theft: Case; readonly found: readonly string[] }

const exhibitsFound = fold<readonly string[]>([], (on) => [
  on(OwnerFound, (found, { exhibit }) => [...new Set([...found, exhibit])]),
  on(OwnerRuledOut, (found, { exhibit }) => found.filter((one) => one !== exhibit)),
])

/** The case's own fold and ours, over the same stream. */
export const caseOfExhibit: Fold<CaseOfExhibit> = {
  initial: { theft: theftCase.initial, found: exhibitsFound.initial },
  types: [...theftCase.types, ...exhibitsFound.types],
  run(events) {
    const all = [...events]
    return { theft: theftCase.run(all), found: exhibitsFound.run(all) }
  },
}
