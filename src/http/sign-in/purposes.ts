import { matrix } from '../access/matrix.ts'
import { type Purpose, purposes, type Role } from '../access/vocabulary.ts'

/** The purposes that the access matrix lets these roles act for, in the order of the vocabulary, with their words. */
export function purposesFor(roles: readonly Role[]): { purpose: Purpose; says: string; law: string }[] {
  const open = new Set(matrix.filter((row) => roles.includes(row.role)).flatMap((row) => row.purposes))
  return [...open]
    .sort(byVocabulary)
    .map((purpose) => ({ purpose, says: purposes[purpose][0], law: purposes[purpose][1] }))
}

/** What an access token of such a partner is for: the rows of the matrix as `record:act` (RFC 6749 section 3.3). */
export const scopesFor = (role: Role): string[] =>
  matrix
    .filter((row) => row.role === role)
    .flatMap((row) => row.may.map((act) => `${row.record}:${act}`))
    .sort()

const order = Object.keys(purposes)
const byVocabulary = (a: string, b: string) => order.indexOf(a) - order.indexOf(b)
