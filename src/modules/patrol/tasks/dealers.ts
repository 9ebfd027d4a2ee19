import type { Kysely } from 'kysely'
import type { CaseSighting } from '#modules/sightings/public'
import { fewest } from '../cells/kinds-told.ts'
import { lastsMs } from './task.ts'

type Tables = CaseSighting & { organisation: { slug: string; demo: boolean } }

/**
 * Dealers at whose counter three or more stolen phones were checked in four weeks, and how many. A dealer who checks does right:
 * whoever goes there asks who brought them.
 */
export async function dealersOffered(db: Kysely<Tables>, demo: boolean, now: Date) {
  const rows = await db
    .selectFrom('case_sighting')
    .innerJoin('organisation', 'organisation.slug', 'case_sighting.seen_by')
    .select('seen_by as dealer')
    .select((eb) => eb.fn.count<string>('case_id').distinct().as('phones'))
    .where('how', '=', 'dealer-check')
    .where('organisation.demo', '=', demo)
    .where('case_sighting.at', '>', new Date(now.getTime() - lastsMs.visit).toISOString())
    .groupBy('seen_by')
    .execute()
  return rows.map(({ dealer, phones }) => ({ dealer, phones: Number(phones) })).filter(({ phones }) => phones >= fewest)
}
