import { z } from 'zod'
import type { RouteContext } from '#http'
import type { Look } from '../cells/hotspots.ts'
import { londonCells } from '../cells/london-cells.ts'
import { lookAt, sources } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'
import { demandSource, type Looking } from '../cells/whose-look.ts'

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

type Asking = Pick<RouteContext<ReportedCellTables>, 'db' | 'now'> & Looking

export const placesLook = async ({ of }: Pick<PlacesAsked, 'of'>, context: Asking): Promise<Look> =>
  lookAt(context.db, { ...demandSource(of, context), now: context.now() })
