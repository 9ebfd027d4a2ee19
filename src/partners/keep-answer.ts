import type { VaultRef } from '#platform/vault-ref'
import { answerOf } from './kinds.ts'
import type { Receipt } from './receipts.ts'

/** Keeps what a partner told with its receipt, and says where. */
export type KeepAnswer = (action: { readonly id: string; readonly kind: string }, answer: unknown) => Promise<VaultRef>

/** The receipt with the place of what the partner told. What its kind does not have is left out: the receipt counts all the same. */
export async function withAnswer(
  action: { readonly id: string; readonly kind: string },
  receipt: Receipt,
  told: unknown,
  keep: KeepAnswer,
): Promise<Receipt> {
  const answer = told === undefined ? undefined : answerOf(action.kind)?.safeParse(told)
  return answer?.success ? { ...receipt, answer: await keep(action, answer.data) } : receipt
}
