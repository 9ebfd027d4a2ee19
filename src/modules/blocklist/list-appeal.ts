import { fold } from '#ledger'
import type { VaultRef } from '#platform/vault-ref'
import { ListAppealDecided } from './events/list-appeal-decided.ts'
import { ListAppealMade } from './events/list-appeal-made.ts'

/** An appeal as its stream tells it. `line` is undefined until it is made. */
export type ListAppeal = {
  readonly line: VaultRef | undefined
  readonly handset: VaultRef | undefined
  readonly granted: boolean | undefined
}

export const listAppeal = fold<ListAppeal>({ line: undefined, handset: undefined, granted: undefined }, (on) => [
  on(ListAppealMade, (_, { line, handset }) => ({ line, handset, granted: undefined })),
  on(ListAppealDecided, (state, { granted }) => ({ ...state, granted })),
])
