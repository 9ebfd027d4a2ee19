import type { Check } from './check.ts'
import { answers } from './checks/answers.ts'
import { bodies } from './checks/bodies.ts'
import { copies } from './checks/copies.ts'
import { eirErrors, eirForms } from './checks/eir.ts'
import { blockEnds } from './checks/ends.ts'
import { http } from './checks/http.ts'
import { keys } from './checks/keys.ts'
import { kinds } from './checks/kinds.ts'
import { lines } from './checks/lines.ts'
import { privacy } from './checks/privacy.ts'
import { receipts } from './checks/receipts.ts'
import { signIn, signInLate } from './checks/sign-in.ts'
import { undo } from './checks/undo.ts'
import { watches } from './checks/watch.ts'

/** Every check, in the order in which they are run and read: what others rest on comes first. */
export const checks: readonly Check[] = [
  ...signIn,
  ...receipts,
  ...eirForms,
  ...eirErrors,
  ...undo,
  ...blockEnds,
  ...keys,
  ...bodies,
  ...watches,
  ...lines,
  ...answers,
  ...copies,
  ...kinds,
  ...privacy,
  ...signInLate,
  ...http,
]

/** Those with one of these names: a whole id, or the first words of several (`receipt`, `undo`). Undefined: there is none such. */
export function named(names: readonly string[]): readonly Check[] | undefined {
  const isNamed = (name: string) => (check: Check) => check.id === name || check.id.startsWith(`${name}-`)
  if (names.some((name) => !checks.some(isNamed(name)))) return undefined
  return checks.filter((check) => names.some((name) => isNamed(name)(check)))
}
