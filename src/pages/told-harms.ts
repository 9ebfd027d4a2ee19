import { z } from 'zod'
import { type Harm, harms, type Loss, losses, type ToldHarm, type ToldMessage } from '#modules/harms/public'
import type { ShownToStaff } from '#modules/victims/public'
import type { Revealed } from '#platform/vault/reveal'
import type { VaultRef } from '#platform/vault-ref'

type Told = { readonly harms: readonly ToldHarm[]; readonly messages: readonly ToldMessage[] }

/** Where the words of what followed a theft are, as far as they may be shown. */
export const wordsOfHarms = ({ harms: told, messages }: Told, shows: ShownToStaff['shows']): VaultRef[] => [
  ...told.flatMap(({ words, access }) => (words && shows(access) ? [words] : [])),
  ...messages.flatMap(({ message, access }) => (shows(access) ? [message] : [])),
]

const Kept = z.object({ text: z.string() })

/** What followed a theft as the staff of a case read it, the newest first. The words are there only where they may be read. */
export function shownHarms(
  { harms: told, messages }: Told,
  known: ReadonlyMap<VaultRef, Revealed>,
  names: ReadonlyMap<string, string>,
) {
  const wordsAt = (ref: VaultRef | undefined) => {
    const record = ref && known.get(ref)
    return record && !record.erased ? (Kept.safeParse(record.value).data?.text ?? false) : false
  }
  const of = (sort: Harm, loss: Loss | undefined) =>
    loss && loss !== 'none' ? `${harms[sort]}: ${losses[loss].toLowerCase()}` : harms[sort]
  return [
    ...told.map(({ sort, loss, words, by, at }) => ({
      ...{ title: of(sort, loss), says: wordsAt(words), at, by: by ? (names.get(by) ?? 'a bank') : 'the victim' },
    })),
    ...messages.map(({ message, at }) => ({
      ...{ title: 'A message that looks wrong', says: wordsAt(message), at, by: 'the victim' },
    })),
  ].sort((a, b) => b.at.localeCompare(a.at))
}
