import { hash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Kysely } from 'kysely'
import type pg from 'pg'
import { canonical } from '#lib/canonical-json'
import type { Database } from '#platform/database'
import { appendStatements, type Entry, type Key, type Meta } from './append.ts'
import { runBatch } from './batch-query.ts'
import { type CommandDefinition, isRefusal } from './command.ts'
import type { Outcome } from './outcome.ts'
import { placed } from './placed.ts'
import { type EventRow, fromRow, selectStream, selectStreams } from './read.ts'
import { readTogether, type Statement, statement, violated } from './statement.ts'
import { decideTogether, type Planned } from './together.ts'
import type { ViewDefinition } from './view.ts'
import { waker } from './waker.ts'

/** Meta of a command. `key` makes it idempotent for its actor: send the same key again after a lost answer. */
export type CommandMeta = Meta & { readonly key?: string }

export type Ledger = {
  /** `also`: further statements in the transaction of what was decided; a command that is refused, or repeated, runs none. */
  readonly execute: <Input, State, Code extends string, Raw>(
    command: CommandDefinition<Input, State, Code, Raw>,
    input: Raw,
    meta: CommandMeta,
    also?: readonly Statement[],
  ) => Promise<Outcome<Code>>
  /**
   * Commands of several callers on one look and as one transaction, with further statements in it: what many ask at one
   * moment costs one commit. When one is told `busy`, all are, and nothing was written. `also` is written whatever was decided.
   */
  readonly executeTogether: (plans: readonly Planned[], also?: readonly Statement[]) => Promise<Outcome[]>
  /** Appends facts that need no decision (partner outcomes, batch facts), with further statements in the same transaction. */
  readonly append: (entries: readonly Entry[], meta: Meta, also?: readonly Statement[]) => Promise<void>
  readonly settled: () => Promise<void>
}

const mostTries = 10

// Somebody else was first: read again and decide again.
const races = ['event_stream_version_key', 'command_key_pkey']

type Options = {
  readonly database: Database
  readonly views: readonly ViewDefinition[]
  readonly now: () => Date
  readonly random: () => number
}

/** The ledger on a database opened in pipeline mode. Writes as one transaction and one round trip each. */
export function openLedger({ database, views, now, random }: Options): Ledger {
  const inline = views.filter((view) => view.kind === 'inline')
  const queryBuilder = database.kysely as unknown as Kysely<never>
  const wake = waker(database.pool, ['appended', 'action'])

  const write = async (
    client: pg.ClientBase,
    entries: readonly Entry[],
    meta: Meta,
    key?: Key,
    also: readonly Statement[] = [],
  ) => {
    const at = now().toISOString()
    await runBatch(client, [...appendStatements(entries, meta, at, inline, queryBuilder, key), ...also])
    wake.soon()
  }

  const withClient = async <Result>(work: (client: pg.PoolClient) => Promise<Result>): Promise<Result> => {
    const client = await database.pool.connect()
    let broken = true
    try {
      const result = await work(client)
      broken = false
      return result
    } finally {
      client.release(broken)
    }
  }

  /** What is known of the stream and of the key. A command that begins its stream hopes that both are new. */
  const look = async (client: pg.PoolClient, stream: string, key: CommandKey | undefined) => {
    const [ofStream, ofKey] = await readTogether(client, [selectStream(stream), ...(key ? [key.select] : [])])
    return { history: ((ofStream?.rows ?? []) as EventRow[]).map(fromRow), seen: ofKey?.rows[0] as KeyRow | undefined }
  }

  const once = async <Input, State, Code extends string, Raw>(
    command: CommandDefinition<Input, State, Code, Raw>,
    input: Input,
    meta: CommandMeta,
    { hopeful, also }: { readonly hopeful: boolean; readonly also: readonly Statement[] },
  ): Promise<Outcome<Code> | 'again'> => {
    const stream = command.stream(input)
    const key =
      meta.key === undefined
        ? undefined
        : commandKey(command.name, command.keyed?.(input) ?? input, meta.actor, meta.key)
    return withClient(async (client) => {
      const { history, seen } = hopeful ? { history: [], seen: undefined } : await look(client, stream, key)
      if (key && seen) return key.answer(seen)
      const decision = command.decide(input, command.state.run(history), { now: now().toISOString() })
      if (isRefusal(decision)) return { ok: false, refused: decision.refused }
      const entries = placed(decision, stream, history.at(-1)?.version ?? 0)
      const result = { stream, versions: entries.map((entry) => entry.version) }
      const constraint = await write(client, entries, metaOf(meta), key?.kept(result), also).then(
        () => undefined,
        uniqueOrThrow,
      )
      if (constraint === undefined) return { ok: true, ...result, repeated: false }
      const conflict = command.conflicts?.[constraint]
      if (conflict) return { ok: false, refused: conflict }
      if (!races.includes(constraint)) throw new Error(`${command.name} broke ${constraint}: name it in its conflicts.`)
      return 'again'
    })
  }

  return {
    async execute(command, raw, meta, also = []) {
      const input = command.input.parse(raw)
      const outcome = await patiently(random, (tries) =>
        once(command, input, meta, { hopeful: tries === 1 && command.begins === true, also }),
      )
      return outcome ?? { ok: false, refused: 'busy' }
    },
    executeTogether: async (plans, also = []) =>
      (await patiently(random, () => onceTogether({ withClient, write, now }, plans, also))) ??
      plans.map(() => ({ ok: false, refused: 'busy' })),
    append: (entries, meta, also) => withClient((client) => write(client, entries, metaOf(meta), undefined, also)),
    settled: wake.settled,
  }
}

type Tools = {
  readonly withClient: <Result>(work: (client: pg.PoolClient) => Promise<Result>) => Promise<Result>
  readonly write: (
    client: pg.ClientBase,
    entries: readonly Entry[],
    meta: Meta,
    key?: Key,
    also?: readonly Statement[],
  ) => Promise<void>
  readonly now: () => Date
}

const onceTogether = ({ withClient, write, now }: Tools, plans: readonly Planned[], also: readonly Statement[]) =>
  withClient(async (client): Promise<Outcome[] | 'again'> => {
    const streams = [...new Set(plans.map(({ stream }) => stream))]
    const [found] = await readTogether(client, streams.length > 0 ? [selectStreams(streams)] : [])
    const known = Map.groupBy(((found?.rows ?? []) as EventRow[]).map(fromRow), ({ stream }) => stream)
    const { outcomes, entries, kept } = decideTogether(plans, known, now().toISOString())
    const [first] = plans
    if (entries.length === 0 || !first) {
      if (also.length > 0) await runBatch(client, also)
      return outcomes
    }
    const constraint = await write(client, entries, first.meta, undefined, [...kept, ...also]).then(
      () => undefined,
      uniqueOrThrow,
    )
    if (constraint === undefined) return outcomes
    if (!races.includes(constraint)) throw new Error(`What was executed together broke ${constraint}.`)
    return 'again'
  })

/** Tries until nobody else was first; undefined when that did not come to pass. */
async function patiently<Result>(random: () => number, attempt: (tries: number) => Promise<Result | 'again'>) {
  for (let tries = 1; tries <= mostTries; tries++) {
    const result = await attempt(tries)
    if (result !== 'again') return result
    await pause(random() * 2 ** Math.min(tries, 6))
  }
  return undefined
}

const metaOf = ({ actor, tenant, cause }: Meta): Meta => ({ actor, tenant, cause })

/** The unique constraint that a write broke: a race lost, or a rule across streams. Anything else is a fault. */
function uniqueOrThrow(error: unknown): string {
  const constraint = violated(error)
  if (constraint === undefined) throw error
  return constraint
}

type KeyRow = { command: string; input_hash: Buffer; result: { stream: string; versions: number[] } }
type CommandKey = ReturnType<typeof commandKey>

// Only a hash of the key is kept: callers make them as they like, also from an IMEI or a name.
function commandKey(command: string, input: unknown, caller: string, given: string) {
  const key = hash('sha256', given, 'base64url')
  const inputHash = hash('sha256', canonical(input), 'buffer')
  return {
    select: statement('select command, input_hash, result from command_key where caller = $1 and key = $2', [
      caller,
      key,
    ]),
    kept: (result: object): Key => ({ caller, key, command, inputHash, result }),
    answer: (row: KeyRow): Outcome<never> =>
      row.command === command && inputHash.equals(row.input_hash)
        ? { ok: true, ...row.result, repeated: true }
        : { ok: false, refused: 'key-reused' },
  }
}
