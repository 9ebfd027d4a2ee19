import type { Loop } from './loop.ts'

/** Thefts in 8 by 8 squares around Oxford Circus, more in the middle, over the weeks before `at`. */
export const theftsAroundOxfordCircus = ({ db }: Pick<Loop, 'db'>, tenant: string, at: Date) =>
  db.owner.pool.query(
    `insert into theft_cell (id, tenant, easting, northing, accuracy_metres, at, method, source, proved, change)
     select gen_random_uuid(), $1, 528600 + 150 * e, 180750 + 150 * n, 20, $2::timestamptz - k * interval '3 days',
       'snatch', 'victim', true, nextval('theft_cell_changes')
     from generate_series(0, 7) e, generate_series(0, 7) n, generate_series(1, 9 - abs(e - 3) - abs(n - 3)) k`,
    [tenant, at],
  )
