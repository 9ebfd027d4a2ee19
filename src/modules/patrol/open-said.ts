import type { Tools } from '#ledger'
import type { VaultRef } from '#platform/vault-ref'
import { type Said, saidIn } from './said.ts'

/**
 * What was told of where and who in these records, the newest of them first, and the vault's subject who told it. Each look is
 * audited; undefined when nothing is left of them. `each`: what each of them says, as far as there is anything left.
 */
export async function openSaid(
  refs: readonly VaultRef[],
  { act, purpose }: { readonly act: string; readonly purpose: string },
  { vault }: Pick<Tools, 'vault'>,
): Promise<{ readonly said: Said; readonly subject: string; readonly each: ReadonlyMap<VaultRef, Said> } | undefined> {
  const opened = await vault.reveal(act, purpose, refs)
  const records = refs.flatMap((ref) => {
    const one = opened.get(ref)
    return one && !one.erased ? [{ ref, subject: one.subject, said: saidIn(one.class, one.value) }] : []
  })
  const [first] = records
  if (!first) return undefined
  const said: Said = Object.assign({}, ...records.map((one) => one.said).toReversed())
  return { said, subject: first.subject, each: new Map(records.map((one) => [one.ref, one.said])) }
}
