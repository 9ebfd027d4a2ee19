import { z } from 'zod'
import { Slug } from '#lib/slug'
import { FenceId } from '../plan/planned-shift.ts'

export const ZonesId = z.uuid()
export const mostZones = 20

/** The first squares of a borough's list as geofences: which of them begin and which end. */
export const MovedZones = z.object({
  zones: ZonesId,
  borough: Slug,
  first: z.int().min(1).max(mostZones).describe('how many of its list'),
  until: z.iso.datetime().describe('they end by themselves'),
  begun: z
    .array(
      z.object({
        fence: FenceId,
        easting: z.int().min(0).max(700_000).describe('south-west corner of a square of 150 m, British National Grid'),
        northing: z.int().min(0).max(1_300_000),
      }),
    )
    .max(mostZones),
  ended: z.array(FenceId).max(mostZones),
})
export type MovedZones = z.output<typeof MovedZones>
