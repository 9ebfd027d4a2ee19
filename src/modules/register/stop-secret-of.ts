import type { Kysely } from 'kysely'
import type { RouteContext } from '#http'
import { readCaseCode } from '#lib/case-code'
import { readLine } from '#lib/line'
import type { VaultRef } from '#platform/vault-ref'
import { countWrongTry, mustRest, type WrongTry } from './tries.ts'
import type { StopSecretTable } from './views/stop-secret.ts'

type Context = Pick<RouteContext<StopSecretTable & WrongTry>, 'audit' | 'db' | 'from' | 'now' | 'vault'>

export type StopSecret = StopSecretTable['stop_secret']

/**
 * The card or trusted person's code that somebody typed. A code that was given out is never refused: thousands share one
 * address at their network, and a stranger's made-up codes must not stand between a victim and the stop (USERS 4). Nor need
 * they be: a code has 55 bits. After five that nobody was given, further wrong ones from there are told so for an hour; a
 * slip of the pen breaks the check sign and does not count. A code that ended reads like one that never was.
 */
export async function stopSecretOf(context: Context, typed: string): Promise<StopSecret | 'wrong' | 'rest'> {
  const { audit, db, from, now, vault } = context
  const subject = `stop/${from}`
  await audit('look', 'stop-secret')
  const code = readCaseCode(typed)
  if (!code) return 'wrong'
  const found = await vault.find('document', code)
  const row = await holding(
    db,
    found.map(({ ref }) => ref),
    now(),
  )
  if (row) return row
  if (await mustRest(db, subject, now())) return 'rest'
  await countWrongTry(db, subject, now())
  return 'wrong'
}

/** The one of these secrets that still stops a phone. */
export async function holding(db: Kysely<StopSecretTable>, refs: readonly VaultRef[], now: Date) {
  if (refs.length === 0) return undefined
  return db
    .selectFrom('stop_secret')
    .selectAll()
    .where('secret', 'in', refs)
    .where((eb) => eb.or([eb('until', 'is', null), eb('until', '>', now.toISOString())]))
    .limit(1)
    .executeTakeFirst()
}

/** The number that a secret stops, for the report that it makes. */
export async function lineOf({ vault }: Pick<RouteContext, 'vault'>, { line }: StopSecret) {
  const ref = line as VaultRef
  const revealed = (await vault.reveal('change', [ref])).get(ref)
  const number = revealed && 'value' in revealed ? readLine(String(revealed.value)) : undefined
  if (!number) throw new Error(`The number ${line} of a stop secret is not in the vault any more: end the secret.`)
  return number
}
