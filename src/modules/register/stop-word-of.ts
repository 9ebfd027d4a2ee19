import type { RouteContext } from '#http'
import type { Line } from '#lib/line'
import type { VaultRef } from '#platform/vault-ref'
import { holding, type StopSecret } from './stop-secret-of.ts'
import { pressedKey, type StopWord, type WordKeys, wordKey } from './stop-word.ts'
import { giveBackTry, takeTry, type WrongTry } from './tries.ts'
import type { StopSecretTable } from './views/stop-secret.ts'

type Context = Pick<RouteContext<StopSecretTable & WrongTry>, 'audit' | 'db' | 'now' | 'vault'>

/** A number with what was said as its word: one word, several of which it may be one, or key presses. */
export type WordSaid = { readonly line: Line } & ({ readonly words: readonly StopWord[] } | { readonly keys: WordKeys })

/** So many wrong words within an hour from one sender, and for one number from everywhere: a word has no 55 bits. */
const mostFromOne = 5
const mostForNumber = 20

/**
 * The stop word that somebody says. `wrong` also where the number has none: who guesses learns nothing of who is enrolled.
 * `unchecked`: so many wrong ones came that none is judged for the hour. Then the caller takes the report as one by
 * number, right or wrong, so that guesses learn nothing more and nobody who was robbed is turned away.
 */
export async function stopWordOf(
  { audit, db, now, vault }: Context,
  said: WordSaid,
  from?: string,
): Promise<StopSecret | 'wrong' | 'unchecked'> {
  await audit('look', 'stop-secret')
  const number = `word/${vault.blind('number', said.line)}`
  const sender = from === undefined ? undefined : `${number}/${from}`
  if (sender && (await takeTry(db, sender, now())) > mostFromOne) return 'unchecked'
  if ((await takeTry(db, number, now())) > mostForNumber) return 'unchecked'
  const keys = 'keys' in said ? [pressedKey(said.line, said.keys)] : said.words.map((word) => wordKey(said.line, word))
  const refs: VaultRef[] = []
  for (const key of keys) refs.push(...(await vault.find('document', key)).map(({ ref }) => ref))
  const secret = await holding(db, refs, now())
  if (!secret) return 'wrong'
  for (const subject of [number, ...(sender ? [sender] : [])]) await giveBackTry(db, subject)
  return secret
}
