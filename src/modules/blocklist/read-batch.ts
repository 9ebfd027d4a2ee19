import { type Kysely, sql } from 'kysely'
import { proveInclusions, proveJointly, readHead } from '#ledger/seal/prove'
import { parseHolds } from '#lib/feed/holds'
import { noChanges, pieceSize } from '#lib/feed/running-hash'
import type { SealProof } from '#lib/feed/seal'
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
  /** The same for all of those entries together. */
  readonly seal?: SealProof
}

/** Why the list does not go on from a number. */
export type NoBatch = { readonly wrong: 'beyond' | 'forgotten' | 'unknown' | 'other'; readonly newest: number }

/** That the entries are in the ledger: a proof for each, one for all together, or none. */
export type Proving = 'each' | 'jointly' | 'none'
type Ask = { readonly after: number; readonly proofs: Proving; readonly hash?: string | undefined }

/**
 * So many entries are in one batch: each with its proof they are some 250 KB. Proved together, with three hashes an entry where
 * they stand far apart, half a megabyte: what NATS carries at once is less than one.
 */
const mostPieces: Readonly<Record<Proving, number>> = { each: 200, jointly: 4000, none: pieceSize }

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

async function readPieces(db: Kysely<Blocklist>, after: number, before: Buffer, proving: Proving): Promise<Batch> {
  const { rows: pieces } = await sql<Piece>`
    select last, seq, hash from list_piece where last > ${after} and last <= ${after + pieceSize} order by last
    limit ${mostPieces[proving]}`.execute(db)
  const last = Number(pieces.at(-1)?.last ?? after)
  const [lines, head] = await Promise.all([last > after ? readLines(db, after, last) : '', readHead(queryable(db))])
  const seqs = [...new Set(pieces.map(({ seq }) => Number(seq)))].sort((a, b) => a - b)
  const isProved = head !== undefined && seqs.length > 0
  return {
    ...{ first: after + 1, last, lines, hash: pieces.at(-1)?.hash ?? before, head: head?.note },
    proofs: isProved && proving === 'each' ? await proveInclusions(queryable(db), seqs, head.size) : [],
    ...(isProved && proving === 'jointly' && { seal: await proveJointly(queryable(db), seqs, head.size) }),
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
