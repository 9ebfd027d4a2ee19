import { z } from 'zod'
import type { RouteContext } from '#http'
import { londonCells } from '../cells/london-cells.ts'
import { type LookedAt, lookAt, sources } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { demandSource, type Looking, writeDownLook } from '../cells/whose-look.ts'

/** Which thefts, and whose borough. Looked up when it is asked for: outlines are not read at each start of the program. */
export const PlacesAsked = z.object({
  of: z.enum(sources).default('published'),
  borough: z
    .string()
    .max(40)
    .optional()
    .transform((name) => (name && londonCells().boroughs.includes(name) ? name : undefined)),
})
export type PlacesAsked = z.output<typeof PlacesAsked>

type Asking = Pick<RouteContext<ReportedCellTables>, 'db' | 'now' | 'audit' | 'purpose' | 'actor'> & Looking

/** The thefts that a list of places is made of. Of exact reports the look is written down, as on the map of hotspots. */
export async function placesLook(
  { of, borough }: Pick<PlacesAsked, 'of'> & Partial<PlacesAsked>,
  context: Asking,
): Promise<LookedAt> {
  const look = await lookAt(context.db, { ...demandSource(of, context), now: context.now() })
  await writeDownLook(context, look, borough, 'places')
  return look
}
