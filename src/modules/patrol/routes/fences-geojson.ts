import { z } from 'zod'
import { defineRoute } from '#http'
import { fencesAsGeoJson } from '../fences/fence-geojson.ts'
import { liveFences } from '../fences/live-fences.ts'
import type { GeofenceTable } from '../views/geofence.ts'

/** The geofences of the caller's force that hold now: drawn ones, and the squares of visible plans while their shift lasts. */
export default defineRoute<GeofenceTable>()({
  method: 'GET',
  url: '/staff/fences.geojson',
  who: { act: 'look', record: 'patrol' },
  summary: 'Geofences that hold now, as GeoJSON (RFC 7946); circles as polygons, with their radius in metres',
  produces: 'application/geo+json',
  reply: z.string(),

  handle: async (_, { db, tenant, now }) => JSON.stringify(fencesAsGeoJson(await liveFences(db, tenant, now()))),
})
