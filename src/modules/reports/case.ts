import { fold } from '#ledger'
import { TheftReported } from './events/theft-reported.ts'

/** A case as its stream tells it. */
export type Case = { readonly reported: boolean }

export const theftCase = fold<Case>({ reported: false }, (on) => [on(TheftReported, () => ({ reported: true }))])
