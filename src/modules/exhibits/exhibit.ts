import { fold } from '#ledger'
import { CaseMatched } from './events/case-matched.ts'
import { HandedOver } from './events/handed-over.ts'
import { HandsetReturned } from './events/handset-returned.ts'
import { HandsetSeized } from './events/handset-seized.ts'
import type { Holder } from './vocabulary.ts'

/** An exhibit as its stream tells it. `seizedAt` is undefined until it is seized. */
export type Exhibit = {
  readonly seizedAt: string | undefined
  readonly imeis: readonly string[]
  readonly case: string | undefined
  readonly heldBy: Holder
}

const unknown: Exhibit = { seizedAt: undefined, imeis: [], case: undefined, heldBy: 'officer' }

export const exhibit = fold<Exhibit>(unknown, (on) => [
  on(HandsetSeized, (_, { imeis, case: theft }, { at }) => ({ seizedAt: at, imeis, case: theft, heldBy: 'officer' })),
  on(CaseMatched, (state, { case: theft }) => ({ ...state, case: theft })),
  on(HandedOver, (state, { to }) => ({ ...state, heldBy: to })),
  on(HandsetReturned, (state) => ({ ...state, heldBy: 'owner' })),
])
