import { defineCommand, refuse } from '#ledger'
import { FenceDrawn } from '../events/fence-drawn.ts'
import { areaOf, boxOf, widestMetres } from '../fences/fence-shape.ts'
import { fenceState } from '../fences/fence-state.ts'

export const longestFenceMs = 92 * 24 * 3_600_000
/** Square metres: 50 by 50. A phone in a street knows its place to some 20 metres. */
const leastArea = 2500

/** Begins a geofence. */
export const drawFence = defineCommand('draw-fence', {
  input: FenceDrawn.schema,
  refusals: {
    'fence-known': { status: 409, says: 'This fence is there already.' },
    'fence-too-small': { status: 422, says: 'This fence is too thin: a phone cannot tell who is inside.' },
    'fence-too-wide': { status: 422, says: 'This fence is too wide: draw one of at most 5 kilometres.' },
    'fence-time': { status: 422, says: 'A fence ends within three months, and not before it begins.' },
  },
  stream: ({ fence }) => `fence/${fence}`,
  begins: true,
  state: fenceState,

  decide({ fence, shape, until }, state, { now }) {
    if (state !== 'none') return refuse('fence-known')
    if (until <= now || Date.parse(until) > Date.parse(now) + longestFenceMs) return refuse('fence-time')
    const { west, south, east, north } = boxOf(shape)
    if (Math.max(east - west, north - south) > widestMetres) return refuse('fence-too-wide')
    return areaOf(shape) < leastArea ? refuse('fence-too-small') : [FenceDrawn.of({ fence, shape, until })]
  },
})
