import { fold } from '#ledger'
import { AppellantHandled } from './events/appellant-handled.ts'
import { AppellantLost } from './events/appellant-lost.ts'

/** What did not reach whoever appealed. `open`: nobody has dealt with it. */
export type Appellant = { readonly known: ReadonlySet<string>; readonly open: boolean }

export const appellant = fold<Appellant>({ known: new Set(), open: false }, (on) => [
  on(AppellantLost, ({ known }, { action }) => ({ known: new Set([...known, action]), open: true })),
  on(AppellantHandled, (state) => ({ ...state, open: false })),
])
