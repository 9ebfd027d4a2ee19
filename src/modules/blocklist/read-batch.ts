import { type Kysely, sql } from 'kysely'
import { proveInclusions, readHead } from '#ledger/seal/prove'
import { parseHolds } from '#lib/feed/holds'
import { noChanges, pieceSize } from '#lib/feed/running-hash'
import { queryable } from '#platform/database'
import type { Blocklist } from './views/blocklist.ts'

/** Changes in a row, as they go out: a JSON line each. Empty when there is none after `first - 1`. */
export type Batch = {
  readonly first: number
  readonly last: number
  readonly lines: string
  /** The running hash after `last`. */
  readonly hash: Buffer
  /** The ledger's signed head, and that each entry which changes came from is in it; none when nobody asked. */
  readonly head: string | undefined
  readonly proofs: readonly object[]
}

/** Why the list does not go on from a number. */
export type NoBatch = { readonly wrong: 'beyond' | 'forgotten' | 'unknown' | 'other'; readonly newest: number }

type Ask = { readonly after: number; readonly proofs: boolean; readonly hash?: string | undefined }

/** So many entries with their proofs are some 250 KB. */
const mostProofs = 200

type Piece = { last: string; seq: string; hash: Buffer }
type Edges = { newest: string; oldest: string | null; hash: Buffer | null }

/** The changes after a number: whole pieces, 10,000 changes at most. */
export async function readBatch(db: Kysely<Blocklist>, { after, proofs, hash }: Ask): Promise<Batch | NoBatch> {
  const { rows } = await sql<Edges>`
    select coalesce(max(last), 0) as newest, min(first) as oldest, (select hash from list_piece where last = ${after})
    from list_piece`.execute(db)
  const [edges] = rows
  const newest = Number(edges?.newest ?? 0)
  const before = after === 0 ? noChanges : edges?.hash
  if (after > newest) return { wrong: 'beyond', newest }
  if (after + 1 < Number(edges?.oldest ?? 1)) return { wrong: 'forgotten', newest }
  if (!before) return { wrong: 'unknown', newest }
  if (hash !== undefined && hash !== before.toString('hex')) return { wrong: 'other', newest }
  return shared(db, `${after} ${proofs}`, () => readPieces(db, after, before, proofs))
}

async function readPieces(db: Kysely<Blocklist>, after: number, before: Buffer, proofs: boolean): Promise<Batch> {
  const { rows: pieces } = await sql<Piece>`
    select last, seq, hash from list_piece where last > ${after} and last <= ${after + pieceSize} order by last
    limit ${proofs ? mostProofs : pieceSize}`.execute(db)
  const last = Number(pieces.at(-1)?.last ?? after)
  const [lines, head] = await Promise.all([last > after ? readLines(db, after, last) : '', readHead(queryable(db))])
  const seqs = proofs ? pieces.map(({ seq }) => Number(seq)) : []
  return {
    ...{ first: after + 1, last, lines, hash: pieces.at(-1)?.hash ?? before, head: head?.note },
    proofs: head && seqs.length > 0 ? await proveInclusions(queryable(db), seqs, head.size) : [],
  }
}

type Row = { no: string; key: string; holds: string; seq: string }

async function readLines(db: Kysely<Blocklist>, after: number, last: number): Promise<string> {
  const { rows } = await sql<Row>`
    select no, lpad(imei_key::text, 14, '0') as key, holds, seq from list_change
    where no > ${after} and no <= ${last} order by no`.execute(db)
  return rows
    .map(({ no, key, holds, seq }) => {
      return `${JSON.stringify({ no: Number(no), key, holds: parseHolds(holds), seq: Number(seq) })}\n`
    })
    .join('')
}

const underWay = new WeakMap<object, Map<string, Promise<Batch>>>()

/**
 * All operators' nodes wake at once and ask the same: they share one reading. Who joins one that began before the newest change
 * gets what there was, and asks again.
 */
function shared(db: Kysely<Blocklist>, key: string, read: () => Promise<Batch>): Promise<Batch> {
  const readings = underWay.get(db) ?? new Map<string, Promise<Batch>>()
  underWay.set(db, readings)
  const reading = readings.get(key) ?? read().finally(() => readings.delete(key))
  readings.set(key, reading)
  return reading
}
