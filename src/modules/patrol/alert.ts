import { z } from 'zod'
import { Slug } from '#lib/slug'

/** The opaque name of a member of staff (table staff). */
export const OfficerId = z.string().regex(/^[A-Za-z0-9_-]{1,40}$/)
export const AlertId = z.uuid().toLowerCase().brand<'AlertId'>()
export type AlertId = z.infer<typeof AlertId>

/** No officer gets more in one shift: one who is told too often stops looking (bar C1). */
export const mostTurns = 4
export const mostOfficers = 8
/** Nobody is sent to a place after this, and no place of a victim is shown. */
export const lastsMs = 30 * 60_000

/** One officer who is told. `turn`: which alert of their shift this is. */
export const Told = z.object({
  officer: OfficerId,
  force: Slug,
  shift: z.uuid(),
  turn: z.int().min(1).max(mostTurns),
})
export type Told = z.output<typeof Told>

/** Where the place comes from: the victim's words, or a position that the owner agreed to before the theft. */
export const sources = ['words', 'located'] as const

/** Ways off, as a compass says them. A closed list, so that no words about a person can pass as a direction. */
export const directions = [
  ...(['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'] as const),
] as const
export type Direction = (typeof directions)[number]

export const answers = ['going', 'cannot'] as const

/** Staff who may be told of a theft while on duty. */
export const patrolRoles = ['response-officer', 'neighbourhood-officer', 'transport-officer'] as const
