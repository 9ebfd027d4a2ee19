import type pg from 'pg'

/** What a whole list would take off, of what its source has on the list. */
export type TakenOff = { readonly listed: number; readonly gone: number }

/** A whole list would take off more than a register is likely to in one go: it may be the wrong file, or half of one. */
export class TakesOffTooMuch extends Error {
  readonly listed: number
  readonly gone: number

  constructor({ listed, gone }: TakenOff) {
    super(`it would take off ${gone} of the ${listed} handsets that this source has on the list`)
    this.listed = listed
    this.gone = gone
  }
}

/** The list has not taken yet what this source said before, so nobody knows how much would be taken off. */
export class ListLags extends Error {
  constructor() {
    super('the list has not taken yet what was imported of this source before')
  }
}

/** Fewer are never too many: a short list may well lose half of its rows in a day. */
const fewEnough = 100
const likelyShare = 0.1

export const isTooMuch = ({ listed, gone }: TakenOff): boolean => gone > fewEnough && gone > listed * likelyShare

/** Counts what a reading, all of whose rows are written, would take off as the whole list of its source. */
export async function countTakenOff(db: Pick<pg.Pool, 'query'>, source: string, reading: string): Promise<TakenOff> {
  const { rows } = await db.query<{ listed: string; gone: string }>(
    `with said as (
       select distinct on (imei_key) imei_key, status from list_import_row
       where import = (select id from list_import where sha256 = $2) order by imei_key, line desc)
     select count(*) as listed, count(*) filter (where said.status is null) as gone
     from listing left join said using (imei_key) where listing.source = $1`,
    [`list/${source}`, reading],
  )
  return { listed: Number(rows[0]?.listed), gone: Number(rows[0]?.gone) }
}
