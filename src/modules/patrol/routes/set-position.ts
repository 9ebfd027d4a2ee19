import { z } from 'zod'
import { type Caller, defineRoute, problem } from '#http'
import { gridOf } from '#lib/geo/grid'
import { stepWalk, type WalkTables } from '../dosage/walks.ts'
import { type DutyTable, dutyOf, setPosition } from '../duty.ts'
import { unitFences } from '../plan/covert-unit.ts'

/**
 * An officer's device says where it is. Only the last position is kept, and for half an hour; what it ends of a stay in a geofence
 * is written down without the officer.
 */
export default defineRoute<DutyTable & WalkTables>()({
  method: 'POST',
  url: '/api/patrol/position',
  summary: 'Say where an officer on duty is now',
  who: { act: 'change', record: 'duty' },
  purpose: 'respond-to-theft',
  body: z.strictObject({
    lon: z.number().min(-9).max(2.5).describe('degrees, WGS84; Great Britain only'),
    lat: z.number().min(49).max(61.5),
    accuracyMetres: z.number().min(0).max(100_000),
  }),
  reply: z.object({ until: z.iso.datetime().describe('until then this position is good enough to be alerted by') }),

  async handle({ lon, lat, accuracyMetres }, { db, audit, caller, vault, now }) {
    const officer = idOf(caller)
    const position = { ...gridOf({ lon, lat }), accuracyMetres: Math.ceil(accuracyMetres) }
    const until = await setPosition(db, officer, position, now())
    if (!until) return problem('not-found', { detail: 'You are not on duty. Start your shift first.' })
    await audit('change', `duty/${officer}`)
    const duty = await dutyOf(db, officer, now())
    if (duty) {
      const fix = { time: now().getTime(), easting: position.easting, northing: position.northing }
      await stepWalk(db, duty, { ...fix, accuracy: accuracyMetres }, await unitFences({ vault, now }, duty))
    }
    return { until: until.toISOString() }
  },
})

const idOf = (caller: Caller) => (caller.kind === 'anyone' ? '' : caller.id)
