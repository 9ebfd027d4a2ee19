import { randomBytes } from 'node:crypto'
import type { RouteContext } from '#http'
import { caseCodeOf, readCaseCode, showCaseCode } from '#lib/case-code'
import { HandsetId } from '#lib/ids'
import { kept, reviewOn } from '#lib/kept'
import { countWrongTry, mustRest, type WrongTry } from '#modules/register/public'
import type { VaultRef } from '#platform/vault-ref'
import { giveFinderCard } from './commands/give-finder-card.ts'
import type { FinderCardTable } from './views/finder-card.ts'

export type FinderCard = FinderCardTable['finder_card']

/** Makes the code of a lock-screen card for a phone that was just got ready; undefined when it is not ready after all. */
export async function makeFinderCard(
  { execute, now, vault }: Pick<RouteContext, 'execute' | 'now' | 'vault'>,
  { handset, line }: { readonly handset: string; readonly line: VaultRef },
): Promise<string | undefined> {
  const code = caseCodeOf(randomBytes(7))
  const value = { kind: 'finder-card', line }
  const { ref } = await vault.put({
    ...{ class: 'document', value, findBy: [code] },
    reviewAt: reviewOn(kept.registerEntry, now()),
  })
  const outcome = await execute(giveFinderCard, { handset: HandsetId.parse(handset), line, card: ref }, 'finder-card')
  return outcome.ok ? showCaseCode(code) : undefined
}

type Looking = Pick<RouteContext<FinderCardTable & WrongTry>, 'audit' | 'db' | 'from' | 'now' | 'vault'>

/**
 * The card whose code somebody typed or scanned. Like a stop code it has 55 bits; five made-up ones from one place, and
 * further ones are told to rest for an hour.
 */
export async function finderCardOf(
  { audit, db, from, now, vault }: Looking,
  typed: string,
): Promise<FinderCard | 'wrong' | 'rest'> {
  await audit('look', 'finder-card')
  const code = readCaseCode(typed)
  if (!code) return 'wrong'
  const refs = (await vault.find('document', code)).map(({ ref }) => ref as string)
  const row =
    refs.length > 0 &&
    (await db.selectFrom('finder_card').selectAll().where('card', 'in', refs).limit(1).executeTakeFirst())
  if (row) return row
  const subject = `finder/${from}`
  if (await mustRest(db, subject, now())) return 'rest'
  await countWrongTry(db, subject, now())
  return 'wrong'
}
