import type pg from 'pg'
import type { StoredEvent } from './event.ts'
import { type Statement, statement } from './statement.ts'

export type EventRow = {
  id: string
  stream: string
  version: number
  type: string
  type_version: number
  tenant: string
  actor: string
  cause: string
  at: string
  data: unknown
  owes?: StoredEvent['owes'] | null
}

export const fromRow = ({ type_version, owes, ...row }: EventRow): StoredEvent => ({
  ...row,
  typeVersion: type_version,
  ...(owes && { owes }),
})

const columns = 'id, stream, version, type, type_version, tenant, actor, cause, at, data'

export const selectStream = (stream: string): Statement =>
  statement(`select ${columns} from event where stream = $1 order by version`, [stream])

/** Several streams as they stand, in one look. */
export const selectStreams = (streams: readonly string[]): Statement =>
  statement(`select ${columns} from event where stream = any($1) order by version`, [streams])

/** A stream as it stands, or as it stood: up to a version, or up to a moment (ISO 8601), both inclusive. */
export async function readStream(
  db: Pick<pg.ClientBase | pg.Pool, 'query'>,
  stream: string,
  until: { readonly version?: number; readonly at?: string } = {},
): Promise<StoredEvent[]> {
  const { rows } = await db.query<EventRow>(
    `select ${columns} from event where stream = $1 and version <= $2 and at <= coalesce($3::timestamptz, 'infinity')
     order by version`,
    [stream, until.version ?? 2_147_483_647, until.at ?? null],
  )
  return rows.map(fromRow)
}

/** Events by id. */
export async function readEvents(
  db: Pick<pg.ClientBase | pg.Pool, 'query'>,
  ids: readonly string[],
): Promise<Map<string, StoredEvent>> {
  if (ids.length === 0) return new Map()
  const { rows } = await db.query<EventRow>(`select ${columns} from event where id = any($1::bigint[])`, [ids])
  return new Map(rows.map((row) => [row.id, fromRow(row)]))
}

const sealedSql = `select seq, ${columns}, owes, type = any($1) as wanted
from sealed join event on event.id = sealed.event_id where seq > $2 order by seq limit $3`

/** Sealed events of the given types after `seq`, in sealed order: at most `limit`, with the seq each reader is then at. */
export async function readSealed(
  db: Pick<pg.ClientBase | pg.Pool, 'query'>,
  types: readonly string[],
  after: bigint,
  limit: number,
): Promise<{ events: StoredEvent[]; seq: bigint }> {
  const values = [types, after.toString(), limit]
  const { rows } = await db.query<EventRow & { seq: string; wanted: boolean }>({ ...statement(sealedSql), values })
  const last = rows.at(-1)
  return {
    events: rows.filter((row) => row.wanted).map(({ seq: _, wanted: __, ...row }) => fromRow(row)),
    seq: last ? BigInt(last.seq) : after,
  }
}
