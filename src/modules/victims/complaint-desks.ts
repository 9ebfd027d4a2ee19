import type { Kysely } from 'kysely'
import { z } from 'zod'
import { Words } from './unit.ts'

export type ComplaintTables = { complaint_desk: { place: number; about: string; name: string; contact: string } }

/** Somebody who takes complaints: about what, who they are, and how they are reached without a computer. */
export const ComplaintDesk = z
  .object({ place: z.coerce.number().int().min(1).max(9), about: Words, name: Words, contact: Words })
  .readonly()
export type ComplaintDesk = z.infer<typeof ComplaintDesk>

/** Everybody whom whoever runs this copy has named, in their order. */
export const complaintDesks = (db: Kysely<ComplaintTables>): Promise<ComplaintDesk[]> =>
  db.selectFrom('complaint_desk').selectAll().orderBy('place').execute()

/** Names who takes complaints at this place of the list, or names them anew. */
export const setComplaintDesk = (db: Kysely<ComplaintTables>, { place, ...desk }: ComplaintDesk) =>
  db
    .insertInto('complaint_desk')
    .values({ place, ...desk })
    .onConflict((on) => on.column('place').doUpdateSet(desk))
    .execute()
