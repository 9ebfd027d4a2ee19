import { type Caller, type Purpose, purposes } from '#http'
import { matrix } from '#http/access/matrix'
import { definePage } from '../define-page.ts'

/** Where staff arrive: who they are signed in as, and for which purpose they look from now on. */
export default definePage()({
  url: '/staff',
  title: 'Staff',
  template: 'staff/home.njk',
  who: 'anyone', // signed out, it says where to sign in; it holds no record
  load: (_, { caller, purpose }) => ({ choices: purposesOf(caller), chosen: purpose ?? false }),
})

/** The purposes that this caller's roles have for any record, with the lawful basis of each. */
function purposesOf(caller: Caller): { value: Purpose; says: string; law: string }[] {
  if (caller.kind !== 'staff') return []
  const held = matrix.filter(({ role }) => caller.roles.includes(role)).flatMap((row) => row.purposes)
  return [...new Set(held)].map((value) => ({ value, says: purposes[value][0], law: purposes[value][1] }))
}
