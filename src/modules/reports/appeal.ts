import { fold } from '#ledger'
import type { CaseId } from '#lib/ids'
import type { VaultRef } from '#platform/vault-ref'
import { AppealDecided } from './events/appeal-decided.ts'
import { AppealMade } from './events/appeal-made.ts'

/** An appeal as its stream tells it. `theft`: the case that blocks the phone; undefined until it is made. */
export type Appeal = {
  readonly theft: CaseId | undefined
  readonly line: VaultRef | undefined
  readonly handset: VaultRef | undefined
  readonly granted: boolean | undefined
}

export const appeal = fold<Appeal>(
  { theft: undefined, line: undefined, handset: undefined, granted: undefined },
  (on) => [
    on(AppealMade, (_, { case: theft, line, handset }) => ({ theft, line, handset, granted: undefined })),
    on(AppealDecided, (state, { granted }) => ({ ...state, granted })),
  ],
)
