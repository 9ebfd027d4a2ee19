import { defineCommand, refuse } from '#ledger'
import { ZonesMoved } from '../events/zones-moved.ts'
import { mostZones } from '../fences/moved-zones.ts'
import { zonesState } from '../fences/zones-state.ts'
import { longestFenceMs } from './draw-fence.ts'

/** Begins geofences on the first squares of a list, or has them follow it. Whoever ended them has the last word. */
export const moveZones = defineCommand('move-zones', {
  input: ZonesMoved.schema,
  refusals: {
    'zones-ended': { status: 409, says: 'These geofences have ended.' },
    'zones-wrong': { status: 409, says: 'These geofences have changed meanwhile.' },
    'zones-time': { status: 422, says: 'Geofences end within three months, and not before they begin.' },
  },
  stream: ({ zones }) => `zones/${zones}`,
  state: zonesState,

  decide(moved, { force, fences, ended }, { now }) {
    if (ended) return refuse('zones-ended')
    if (moved.until <= now || Date.parse(moved.until) > Date.parse(now) + longestFenceMs) return refuse('zones-time')
    const left = fences.size - moved.ended.length + moved.begun.length
    const isKnown =
      moved.ended.every((fence) => fences.has(fence)) && !moved.begun.some(({ fence }) => fences.has(fence))
    const isTheirs = force === '' || force === moved.force
    return isKnown && isTheirs && left >= 1 && left <= mostZones ? [ZonesMoved.of(moved)] : refuse('zones-wrong')
  },
})
