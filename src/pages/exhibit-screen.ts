import { type Problem, problem, type RouteContext } from '#http'
import { formatImei, type ImeiKey, imeiOf } from '#lib/imei/imei'
import { type ExhibitTable, holders } from '#modules/exhibits/public'

type Row = ExhibitTable['exhibit']

/** An exhibit of the caller's own force, its look written down; a problem when there is none. */
export async function exhibitFor(
  { db, audit }: RouteContext<ExhibitTable>,
  id: string,
  act: 'look' | 'change' = 'look',
): Promise<Row | Problem> {
  const row = await db.selectFrom('exhibit').selectAll().where('exhibit', '=', id).executeTakeFirst()
  if (!row) return problem('not-found')
  await audit(act, `exhibit/${id}`, row.tenant)
  return row
}

/** What every page of an exhibit says of it. */
export const exhibitScreen = ({ exhibit, label, imei_keys, case_id, held_by, seized_at, returned_at }: Row) => ({
  ...{ exhibit, reference: label ?? 'No reference', heldBy: holders[held_by], seizedAt: seized_at },
  ...{ returnedAt: returned_at ?? false, caseId: case_id ?? false, caseShown: case_id?.slice(0, 8) ?? '' },
  numbers: imei_keys.map((key: ImeiKey) => formatImei(key)),
})

export const imeisOf = ({ imei_keys }: Pick<Row, 'imei_keys'>) => imei_keys.map(imeiOf)
