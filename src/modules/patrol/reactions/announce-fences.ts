import { announce } from '#http'
import { defineReaction } from '#ledger'
import { FenceDrawn } from '../events/fence-drawn.ts'
import { FenceRetired } from '../events/fence-retired.ts'
import { PlanMade } from '../events/plan-made.ts'
import { ZonesEnded } from '../events/zones-ended.ts'
import { ZonesMoved } from '../events/zones-moved.ts'

/** Wakes the maps and the officers' pages of a force when its geofences have changed. */
export const announceFences = defineReaction('announce-fences', (on) => [
  on(FenceDrawn, (_, { tenant }, { db }) => announce(db, `fences/${tenant}`)),
  on(FenceRetired, (_, { tenant }, { db }) => announce(db, `fences/${tenant}`)),
  on(ZonesMoved, ({ force }, _, { db }) => announce(db, `fences/${force}`)),
  on(ZonesEnded, ({ force }, _, { db }) => announce(db, `fences/${force}`)),
  on(PlanMade, (_, { tenant }, { db }) => announce(db, `fences/${tenant}`)),
])
