import { createHash } from 'node:crypto'
import { z } from 'zod'
import { defineLive, problem } from '#http'
import { Slug } from '#lib/slug'
import { liveFences } from '../fences/live-fences.ts'
import type { GeofenceTable } from '../views/geofence.ts'

/** Tells a map and an officer's page that geofences have begun or ended. Where they are, /staff/fences.geojson says. */
export default defineLive<GeofenceTable>()({
  url: '/live/fences/:force',
  summary: 'The geofences of a force have changed',
  who: { act: 'look', record: 'patrol' },
  params: z.strictObject({ force: Slug }),
  reply: z.object({ fences: z.int().describe('how many hold now') }),
  topic: ({ force }) => `fences/${force}`,

  async since({ force }, after, { db, tenant, now }) {
    if (tenant !== force) return problem('not-found')
    const fences = (await liveFences(db, force, now())).map(({ fence }) => fence)
    const id = createHash('sha256').update(fences.toSorted().join()).digest('base64url')
    return id === after ? [] : [{ id, data: { fences: fences.length } }]
  },
})
