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

/**
 * So many wrong words within an hour: a word has no 55 bits. Of one asker for one number. Of all askers who can be told apart: whoever
 * would switch an owner's word off needs twelve of them. Of all who cannot, together: what they use up is theirs alone.
 */
const mostFromOne = 5
const mostFromAll = 60
const mostUnnamed = 20

/**
 * The stop word that somebody says. `wrong` also where the number has none: who guesses learns nothing of who is enrolled.
 * `unchecked`: so many wrong ones came that none is judged for the hour. Then the caller takes the report as one by
 * number, right or wrong, so that guesses learn nothing more and nobody who was robbed is turned away. `from`: who says it, blinded
 * or as an address; absent where nobody can tell one caller from the next.
 */
export async function stopWordOf(
  { audit, db, now, vault }: Context,
  said: WordSaid,
  from?: string,
): Promise<StopSecret | 'wrong' | 'unchecked'> {
  await audit('look', 'stop-secret')
  const number = `word/${vault.blind('number', said.line)}`
  const counts: [subject: string, most: number][] =
    from === undefined
      ? [[`${number}/unnamed`, mostUnnamed]]
      : [
          [`${number}/${from}`, mostFromOne],
          [number, mostFromAll],
        ]
  for (const [subject, most] of counts) if ((await takeTry(db, subject, now())) > most) return 'unchecked'
  const keys = 'keys' in said ? [pressedKey(said.line, said.keys)] : said.words.map((word) => wordKey(said.line, word))
  const refs: VaultRef[] = []
  for (const key of keys) refs.push(...(await vault.find('document', key)).map(({ ref }) => ref))
  const secret = await holding(db, refs, now())
  if (!secret) return 'wrong'
  for (const [subject] of counts) await giveBackTry(db, subject)
  return secret
}
