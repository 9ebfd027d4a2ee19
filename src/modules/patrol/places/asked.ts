import type { Kysely } from 'kysely'
import { z } from 'zod'
import type { Look } from '../cells/hotspots.ts'
import { londonCells } from '../cells/london-cells.ts'
import { lookAt, sources } from '../cells/look.ts'
import type { ReportedCellTables } from '../cells/reported-cells.ts'

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

type Asking = { readonly db: Kysely<ReportedCellTables>; readonly tenant: string; readonly now: () => Date }

export const placesLook = ({ of }: Pick<PlacesAsked, 'of'>, { db, tenant, now }: Asking): Promise<Look> =>
  lookAt(db, { source: of, tenant, now: now() })
