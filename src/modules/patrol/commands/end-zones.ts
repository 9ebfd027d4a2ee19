import { defineCommand, refuse } from '#ledger'
import { ZonesEnded } from '../events/zones-ended.ts'
import { zonesState } from '../fences/zones-state.ts'

/** Ends geofences that follow a list: none of them comes back with the next theft. */
export const endZones = defineCommand('end-zones', {
  input: ZonesEnded.schema,
  refusals: { 'no-zones': { status: 404, says: 'These geofences have ended already.' } },
  stream: ({ zones }) => `zones/${zones}`,
  state: zonesState,

  decide: (zones, { force, ended }) => (ended || force !== zones.force ? refuse('no-zones') : [ZonesEnded.of(zones)]),
})
