import { randomBytes, randomUUID } from 'node:crypto'
import type { Kysely } from 'kysely'
import { openVaultOf } from '#http'
import { type CommandDefinition, openLedger, type Statement, type StoredEvent, toKeep } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import type { ReactionDefinition } from '#ledger/reaction'
import { fromQuery, readTogether } from '#ledger/statement'
import type { ViewDefinition } from '#ledger/view'
import { loadConfig } from '#platform/config'
import { type Database, openDatabase } from '#platform/database'
import { silentLog } from '#platform/log'
import type { VaultTables } from '#platform/vault/tables'
import type { VaultRef } from '#platform/vault-ref'
import { toolsFor } from '../../../src/work/tools.ts'
import type { Tools } from '../../frame.ts'

/** What follows from a report in this bench: nothing of patrol, statistics or exhibits. */
const reactionsWanted = [
  ...['find-conflicts', 'find-clones', 'take-operator-answer', 'take-contest-answer', 'undo-stops'],
  'tell-what-happened',
]
const viewsWanted = ['theft_case', 'case_conflict']

export const organisations = [
  ...['op-one', 'op-two', 'op-three'].map((slug) => ({ slug, sort: 'operator', connector: 'example-operator' })),
  ...['maker-one', 'maker-two'].map((slug) => ({ slug, sort: 'maker', connector: 'example-maker' })),
  ...['bank-one', 'bank-two'].map((slug) => ({ slug, sort: 'bank', connector: 'example-bank' })),
  { slug: 'mail-one', sort: 'gateway', connector: 'notify' },
  { slug: 'force-one', sort: 'force', connector: 'example-force' },
  { slug: 'shop-one', sort: 'dealer', connector: undefined },
  { slug: 'shop-two', sort: 'dealer', connector: undefined },
  { slug: 'demo-public', sort: 'public', connector: undefined },
]
/** Three of the nine first digits each. */
const rangesOf: Readonly<Record<string, readonly string[]>> = {
  'op-one': ['+4471', '+4472', '+4473'],
  'op-two': ['+4474', '+4475', '+4476'],
  'op-three': ['+4477', '+4478', '+4479'],
}

/** The database tells the bench's time of each event too. How safe a commit is, nobody measures here. */
const onThisClock = (at: Date) => `
  create table bench_clock as select timestamptz '${at.toISOString()}' as at;
  grant select on bench_clock to ringback_server;
  create function bench_now() returns timestamptz language sql stable as 'select at from public.bench_clock';
  alter table event alter column at set default bench_now();
  do 'begin execute format(''alter database %I set synchronous_commit to off'', current_database()); end'`

/** The partners of the play, and a clock that only the bench moves. */
async function openClock(ownerUrl: string) {
  const owner = openDatabase(ownerUrl, { max: 2 })
  await register(owner)
  const clock = { at: new Date('2026-11-02T08:00:00.000Z') }
  await owner.pool.query(onThisClock(clock.at))
  const moveTo = async (at: Date) => {
    clock.at = at
    await owner.pool.query('update bench_clock set at = $1', [at])
  }
  return { owner, now: () => clock.at, moveTo }
}

/** Ledger, views, reactions and vault over one database in this process, on a clock that only the bench moves. */
export async function openSystem(tools: Tools) {
  const { ownerUrl, serverUrl } = await tools.database()
  const { owner, now, moveTo } = await openClock(ownerUrl)
  const database = openDatabase(serverUrl, { max: 16 })
  const writes = openDatabase(serverUrl, { pipeline: true, max: 16 })
  const puts = openDatabase(serverUrl, { max: 16 })
  const { views, reactions } = await loadCatalogue()
  const ledger = openLedger({ database: writes, views: [...views.values()], now, random: Math.random })
  const config = loadConfig({
    RINGBACK_KEK: `bench:${randomBytes(32).toString('base64url')}`,
    RINGBACK_DEMO: '1',
    RINGBACK_DATA: tools.receipts,
  })
  const access = await openVaultOf({ config, writes: puts, log: silentLog(), clock: now })
  const toolsOf = toolsFor({ database: puts, ledger, vault: access.vault, now })
  const reacting = reactionsWanted.flatMap((name) => reactions.get(name) ?? [])
  const following = viewsWanted.flatMap((name) => views.get(name) ?? []).filter(({ kind }) => kind === 'async')
  const follow = follower({ database, writes, following, reacting, toolsOf })

  /** What a handler or a page is given, for one caller. */
  const contextFor = (tenant: string, actor: string, from = '127.0.0.1') => ({
    ...{
      db: database.kysely as unknown as Kysely<never>,
      now,
      tenant,
      from,
      newId: () => randomUUID(),
      audit: async () => {},
    },
    execute: <Input, State, Code extends string, Raw>(
      command: CommandDefinition<Input, State, Code, Raw>,
      input: Raw,
      _part?: string,
      also?: readonly Statement[],
    ) => ledger.execute(command, input, { actor, tenant, cause: 'bench' }, also),
    vault: vaultFor(access, actor, tenant),
  })
  const close = async () => {
    await ledger.settled()
    await Promise.all([owner.close(), database.close(), writes.close(), puts.close()])
  }
  return {
    now,
    moveTo,
    ledger,
    owner,
    database,
    contextFor,
    follow,
    close,
    vault: vaultFor(access, 'system:bench', 'demo-public'),
  }
}

async function register({ pool }: Database): Promise<void> {
  for (const { slug, sort, connector } of organisations) {
    await pool.query('insert into organisation (slug, name, sort, demo) values ($1, $1, $2, true)', [slug, sort])
    const config = { baseUrl: 'http://127.0.0.1:1', ...(rangesOf[slug] && { numberRanges: rangesOf[slug] }) }
    if (connector)
      await pool.query('insert into partner (slug, connector, config) values ($1, $2, $3)', [slug, connector, config])
  }
}

type Following = {
  readonly database: Database
  readonly writes: Database
  readonly following: readonly ViewDefinition[]
  readonly reacting: readonly ReactionDefinition[]
  readonly toolsOf: ReturnType<typeof toolsFor>
}

function follower({ database, writes, following, reacting, toolsOf }: Following): () => Promise<StoredEvent[]> {
  let seen = 0n

  /** Everything that is new, through the views and the reactions, until nothing is. */
  return async (): Promise<StoredEvent[]> => {
    const all: StoredEvent[] = []
    for (;;) {
      const events = await since(database, seen)
      if (events.length === 0) return all
      seen = BigInt(events.at(-1)?.id ?? seen)
      all.push(...events)
      const queries = events.flatMap((event) =>
        following
          .filter(({ types }) => types.includes(event.type))
          .flatMap((view) => view.queries(database.kysely as never, event)),
      )
      const client = await writes.pool.connect()
      await readTogether(client, queries.map(fromQuery)).finally(() => client.release())
      const streams = [...Map.groupBy(events, ({ stream }) => stream).values()]
      await sideBySide(streams, async (stream) => {
        for (const event of stream)
          for (const one of reacting.filter(({ types }) => types.includes(event.type)))
            await one.react(event, toolsOf(one.name, `event/${event.id}`, event.tenant))
      })
    }
  }
}

const atOnce = 16
/** Does something with each of them, a few side by side. */
export async function sideBySide<Thing>(
  things: readonly Thing[],
  act: (thing: Thing) => Promise<unknown>,
): Promise<void> {
  const left = [...things].reverse()
  const next = async () => {
    for (let one = left.pop(); one !== undefined; one = left.pop()) await act(one)
  }
  await Promise.all(Array.from({ length: atOnce }, next))
}

export type System = Awaited<ReturnType<typeof openSystem>>
type Access = Awaited<ReturnType<typeof openVaultOf>>

function vaultFor({ vault, writes }: Access, actor: string, tenant: string) {
  const transact = <Found>(work: (trx: Kysely<VaultTables>) => Promise<Found>) =>
    writes.transaction().execute((trx) => work(trx as unknown as Kysely<VaultTables>))
  const look = { actor, tenant, purpose: 'respond-to-theft', request: 'bench' }
  return {
    put: (record: Parameters<typeof vault.put>[1]) => transact((trx) => vault.put(trx as never, record)),
    seal: async (record: Parameters<typeof vault.seal>[0]) => toKeep(await vault.seal(record)),
    putOnce: (record: Parameters<typeof vault.putOnce>[1]) => transact((trx) => vault.putOnce(trx as never, record)),
    find: (kind: Parameters<typeof vault.find>[1], value: string) => vault.find(writes, kind, value),
    reveal: (act: string, refs: readonly VaultRef[]) =>
      transact((trx) => vault.reveal(trx as never, refs, { ...look, act })),
    blind: (kind: Parameters<typeof vault.blind>[0], value: string) => vault.blind(kind, value),
  }
}

async function since({ pool }: System['database'], id: bigint): Promise<StoredEvent[]> {
  const { rows } = await pool.query(
    `select id::text, stream, version, type, type_version as "typeVersion", tenant, actor, cause, at, data, owes
     from event where id > $1 order by id limit 5000`,
    [String(id)],
  )
  return rows.map(({ owes, ...row }) => ({ ...row, ...(owes && { owes }) }) as StoredEvent)
}
