import assert from 'node:assert/strict'
import { forgetVisits } from '#modules/patrol/dosage/walks'
import type { Shifts } from '../shifts.ts'

/** Plain clothes go with their plan, all others after two years. */
export async function forgetsVisits({ loop, sql }: Shifts): Promise<void> {
  const { kysely } = loop.db.server
  const left = async (day: string) => {
    await forgetVisits(kysely as never, new Date(`${day}T12:00:00Z`))
    const visits = await sql<{ covert: boolean }>('select distinct covert from patrol_visit order by covert')
    const [squares] = await sql<{ many: number }>('select count(*)::int as many from square_visit')
    return { visits: visits.map(({ covert }) => covert), squares: (squares?.many ?? 0) > 0 }
  }
  assert.deepEqual(await left('2027-02-11'), { visits: [false, true], squares: true })
  assert.deepEqual(await left('2027-02-12'), { visits: [false], squares: true })
  assert.deepEqual(await left('2029-01-13'), { visits: [false], squares: true })
  assert.deepEqual(await left('2029-01-16'), { visits: [], squares: false })
}
