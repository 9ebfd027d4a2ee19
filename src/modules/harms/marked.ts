import type { VaultInRoute } from '#http'
import type { VaultRef } from '#platform/vault-ref'
import type { Indicator } from './read-message.ts'
import type { IndicatorSort } from './vocabulary.ts'

/** A number is one wherever it is kept, so that the victim's own can be told apart. */
const classes = { link: 'free-text', address: 'contact', number: 'number' } as const

/** Puts a link or sender into the vault: the same one has the same reference in every case, and where there is none. */
export async function marked(
  { vault }: { readonly vault: Pick<VaultInRoute, 'putOnce'> },
  { sort, value }: Indicator,
  reviewAt: Date,
): Promise<{ readonly sort: IndicatorSort; readonly mark: VaultRef }> {
  const kept = await vault.putOnce({ class: classes[sort], value, findBy: [value], reviewAt })
  return { sort, mark: kept.ref }
}
