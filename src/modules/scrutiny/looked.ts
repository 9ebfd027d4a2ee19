import { fold } from '#ledger'
import { LookDoubted } from './events/look-doubted.ts'
import { LookExplained } from './events/look-explained.ts'
import { OwnNumberSaid } from './events/own-number-said.ts'
import type { Doubt } from './vocabulary.ts'

/** What the stream of a member of staff says of their look-ups. */
export type Looked = {
  readonly own: readonly string[]
  /** When each doubt came up last, and whether the auditor has answered it. */
  readonly doubts: ReadonlyMap<string, { readonly at: string; readonly explained: boolean }>
}

export const doubtKey = (theft: string, why: Doubt) => `${theft} ${why}`

const nothing: Looked = { own: [], doubts: new Map() }

export const looked = fold<Looked>(nothing, (on) => [
  on(OwnNumberSaid, (state, { line }) => ({ ...state, own: [...state.own, line] })),
  on(LookDoubted, (state, { case: theft, why }, { at }) => ({
    ...state,
    doubts: new Map([...state.doubts, [doubtKey(theft, why), { at, explained: false }]]),
  })),
  on(LookExplained, (state, { case: theft, why }) => {
    const one = state.doubts.get(doubtKey(theft, why))
    if (!one) return state
    return { ...state, doubts: new Map([...state.doubts, [doubtKey(theft, why), { ...one, explained: true }]]) }
  }),
])
