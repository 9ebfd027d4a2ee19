import { fold } from '#ledger'
import { ZonesEnded } from '../events/zones-ended.ts'
import { ZonesMoved } from '../events/zones-moved.ts'

/** The geofences that hold, and whose they are. */
export type ZonesState = { readonly force: string; readonly fences: ReadonlySet<string>; readonly ended: boolean }

export const zonesState = fold<ZonesState>({ force: '', fences: new Set(), ended: false }, (on) => [
  on(ZonesMoved, ({ fences }, { force, begun, ended }) => ({
    ...{ force, ended: false },
    fences: new Set([...fences, ...begun.map(({ fence }) => fence)].filter((fence) => !ended.includes(fence))),
  })),
  on(ZonesEnded, (state) => ({ ...state, fences: new Set(), ended: true })),
])
