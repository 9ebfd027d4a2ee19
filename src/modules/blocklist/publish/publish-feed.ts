import { setTimeout as pause } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import type { FeedKey } from '#http'
import { noChanges } from '#lib/feed/running-hash'
import { parseStatement } from '#lib/feed/statement'
import { beatMs, pack, unpack } from '#lib/feed/wire'
import { openNote, parseVerifier } from '#lib/note'
import type { Log } from '#platform/log'
import type { FollowerTables } from '../followers.ts'
import { type Batch, readBatch } from '../read-batch.ts'
import { lastLine } from '../say.ts'
import type { FeedStream } from './stream.ts'

type Options = {
  readonly db: Kysely<FollowerTables>
  readonly stream: FeedStream
  /** Returns at a change of the list, or after so many ms. */
  readonly bell: (ms: number) => Promise<unknown>
  readonly feedKey: FeedKey
  readonly now: () => Date
  readonly log: Log
  readonly signal: AbortSignal
  readonly published: Published
}

/** What was published since the start, for metrics. */
export type Published = { batches: number; faults: number; readonly numbers: Map<string, number> }

/** How far an operator's subject is. `seq`: of its last message, 0 when there is none. */
type Place = { readonly seq: number; readonly no: number; readonly hash: Buffer }

const afterFaultMs = 250
/** Who is further behind is quicker over HTTP. */
const mostBehind = 10_000

/**
 * Publishes each change of the list for every operator whose nodes ask for it, until stopped. Nothing is remembered that the
 * stream could be asked: after any fault it is. Any number may run; the stream takes each batch from one of them.
 */
export async function publishFeed(options: Options): Promise<void> {
  const { db, bell, now, log, signal, published } = options
  const places = new Map<string, Place>()
  const spoke = new Map<string, number>()
  let isWell = true

  const bringForward = async (operator: string) => {
    let place = places.get(operator) ?? (await lastPlace(options, operator))
    places.delete(operator) // until all that follows has gone well
    for (;;) {
      const batch = await readBatch(db, { after: place.no, hash: place.hash.toString('hex'), proofs: 'jointly' })
      if ('wrong' in batch) place = await beginAnew(options, operator)
      else if (batch.last === place.no) {
        if (performance.now() - (spoke.get(operator) ?? 0) >= beatMs) {
          options.stream.beat(operator, packed(batch, operator, options))
          spoke.set(operator, performance.now())
        }
        break
      } else {
        place = (await add(options, operator, place, batch)) ?? (await lastPlace(options, operator))
        spoke.set(operator, performance.now())
      }
    }
    places.set(operator, place)
    published.numbers.set(operator, place.no)
  }

  while (!signal.aborted) {
    const outcomes = await Promise.allSettled((await followed(db, now())).map(bringForward))
    if (signal.aborted) return
    const fault = outcomes.find((outcome) => outcome.status === 'rejected')
    if (fault) published.faults += 1
    if (fault && isWell) log.warn({ why: String(fault.reason) }, 'the feed is not published over NATS; it tries again')
    if (!fault && !isWell) log.info('the feed is published over NATS again')
    isWell = !fault
    if (fault) await pause(afterFaultMs, undefined, { signal }).catch(() => undefined)
    else await bell(beatMs)
  }
}

/** Operators of which a node asked in the last days. */
async function followed(db: Kysely<FollowerTables>, now: Date): Promise<string[]> {
  const since = new Date(now.getTime() - 7 * 86_400_000).toISOString()
  const rows = await db.selectFrom('list_follower').select('operator').distinct().where('at', '>', since).execute()
  return rows.map(({ operator }) => operator)
}

/** What the stream says that was published last; where it has nothing, what nodes have had over HTTP. */
async function lastPlace({ db, stream, feedKey, now }: Options, operator: string): Promise<Place> {
  const last = await stream.last(operator)
  if (!last) return { seq: 0, ...(await confirmed(db, operator, now())) }
  const said = statementOf(unpack(last.bytes), feedKey)
  // By another key, or no batch: whatever it is, what we say comes after it.
  return said ? { seq: last.seq, ...said } : { seq: last.seq, ...(await newest(db)) }
}

function statementOf(batch: Buffer | undefined, { vkey }: FeedKey) {
  const line = batch?.toString('utf8', batch.lastIndexOf(10, batch.length - 2) + 1)
  try {
    const opened = openNote((JSON.parse(line ?? '') as { note: string }).note, [parseVerifier(vkey)])
    const said = 'wrong' in opened ? undefined : parseStatement(opened.text)
    return said?.kind === 'changes' ? { no: said.last, hash: Buffer.from(said.hash, 'base64') } : undefined
  } catch {
    return undefined
  }
}

/** The list is another than the one that was published: it was restored. Nodes learn so over HTTP. */
async function beginAnew({ db, stream, log }: Options, operator: string): Promise<Place> {
  await stream.forget(operator)
  log.warn({ operator }, 'what was published is not of this list: the feed over NATS begins anew')
  return { seq: 0, ...(await newest(db)) }
}

/** What every node of an operator that was heard just now has, where that is not long ago: all that follows is news. */
async function confirmed(db: Kysely<FollowerTables>, operator: string, now: Date) {
  const since = new Date(now.getTime() - 60_000).toISOString()
  const { rows } = await sql<{ no: string; hash: Buffer | null; newest: string }>`
    select no, hash, newest from
      (select min(confirmed) as no from list_follower where operator = ${operator} and at > ${since}) heard
      cross join (select coalesce(max(last), 0) as newest from list_piece) list
      left join list_piece on last = no`.execute(db)
  const [found] = rows
  const no = Number(found?.no ?? Number.NaN)
  const hash = no === 0 ? noChanges : found?.hash
  return hash && Number(found?.newest) - no <= mostBehind ? { no, hash } : newest(db)
}

async function newest(db: Kysely<FollowerTables>) {
  const { rows } = await sql<{ last: string; hash: Buffer }>`
    select last, hash from list_piece order by last desc limit 1`.execute(db)
  return { no: Number(rows[0]?.last ?? 0), hash: rows[0]?.hash ?? noChanges }
}

/** Undefined when somebody else was first. */
async function add(options: Options, operator: string, place: Place, batch: Batch): Promise<Place | undefined> {
  await audit(options.db, operator, batch)
  // The hash tells one history from another that had the same numbers.
  const id = `${operator} ${batch.last} ${batch.hash.toString('hex', 0, 8)}`
  const seq = await options.stream.add(operator, packed(batch, operator, options), { id, after: place.seq })
  if (seq === undefined) return undefined
  options.published.batches += 1
  return { seq, no: batch.last, hash: batch.hash }
}

const linesPacked = new WeakMap<Batch, Buffer>()

function packed(batch: Batch, operator: string, { feedKey, now }: Options): Buffer {
  const lines = linesPacked.get(batch) ?? pack(batch.lines)
  linesPacked.set(batch, lines)
  return Buffer.concat([lines, pack(lastLine(batch, { operator, feedKey, now }))])
}

/** As for a batch that was asked for. One that two publish, or that one has to publish again, is in it twice. */
async function audit(db: Kysely<FollowerTables>, tenant: string, { first, last }: Batch): Promise<void> {
  await sql`
    insert into audit (tenant, actor, purpose, act, record, subject, owner, request)
    values (${tenant}, 'feed', 'block-handset', 'look', 'blocklist', ${`blocklist/${first}-${last}`}, ${tenant}, 'nats')`.execute(
    db,
  )
}
