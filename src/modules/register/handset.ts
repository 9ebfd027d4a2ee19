import { fold } from '#ledger'
import { HandsetRegistered } from './events/handset-registered.ts'

/** A handset as its stream tells it. */
export type Handset = { readonly owner: string | undefined; readonly imeis: readonly string[] }

export const handset = fold<Handset>({ owner: undefined, imeis: [] }, (on) => [
  on(HandsetRegistered, (_, { owner, imeis }) => ({ owner, imeis })),
])
