import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { loadCatalogue } from '#ledger/catalogue'
import { advance } from '#ledger/follow'
import { checkDigit } from '#lib/imei/check-digit'
import { levelOf, type Means } from '#lib/proof'
import { ListImported } from '#modules/blocklist/events/list-imported'
import { openDatabase } from '#platform/database'
import { type TestDatabase, testDatabase } from './support/database.ts'

const start = Date.parse('2026-11-27T10:00:00.000Z')
const minute = 60_000
const dummy = '12345678901234'

type Row = { key: number; status: 'blocked' | 'tracked' | null; until: number | null }
type Deed =
  | { what: 'shown'; theft: number; means: Means; tells: boolean; keys: number[]; until: number | null }
  | { what: 'doubted'; theft: number; conflict: string }
  | { what: 'settled'; theft: number; conflict: string; stands: boolean }
  | { what: 'withdrawn'; theft: number }
  | { what: 'closed'; theft: number; reason: string }
  | { what: 'listed'; source: number; whole: boolean; rows: Row[] }

const some = { theft: fc.nat(2), keys: fc.uniqueArray(fc.nat(3), { maxLength: 3 }) }
const conflict = fc.constantFrom('second-claimant', 'number-ported', 'domestic-abuse')
const until = fc.option(fc.nat(90), { nil: null })
const deed: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({
    what: fc.constant('shown' as const),
    // A proof of who somebody is need tell nothing of the handset.
    ...{ theft: some.theft, tells: fc.boolean(), keys: some.keys, until },
    means: fc.constantFrom<Means>('number', 'panic-card', 'operator-knowledge', 'police-handler'),
  }),
  fc.record({ what: fc.constant('doubted' as const), theft: some.theft, conflict }),
  fc.record({ what: fc.constant('settled' as const), theft: some.theft, conflict, stands: fc.boolean() }),
  fc.record({ what: fc.constant('withdrawn' as const), theft: some.theft }),
  fc.record({
    what: fc.constant('closed' as const),
    theft: some.theft,
    reason: fc.constantFrom('returned', 'no-lead-left'),
  }),
  fc.record({
    what: fc.constant('listed' as const),
    ...{ source: fc.nat(1), whole: fc.boolean() },
    rows: fc.uniqueArray(
      fc.record({ key: fc.nat(3), status: fc.constantFrom('blocked', 'tracked', null), until }) as fc.Arbitrary<Row>,
      { selector: ({ key }) => key, maxLength: 3 },
    ),
  }),
)

/** Rare by chance: a case in doubt names another handset than the one that waits for a person. */
const names = { what: 'shown', theft: 0, means: 'police-handler', tells: true, until: null } as const
const heldBackAndLetGo: Deed[] = [
  { what: 'doubted', theft: 0, conflict: 'second-claimant' },
  { ...names, keys: [0] },
  { ...names, keys: [1] },
  { what: 'settled', theft: 0, conflict: 'second-claimant', stands: true },
]

/** What one source says of one key, kept as simply as can be. */
type Said = { status: 'blocked' | 'tracked'; until: number | null }

/** The rules of the register once more, without a database: who holds which key after these deeds. */
function oracle(deeds: readonly Deed[]) {
  const said = new Map<string, Said>() // "source key"
  const heldBack = new Map<string, number | null>() // the same, with the end
  const doubts = new Set<string>() // "case conflict"
  // Possible abuse holds back only what lapses.
  const isDoubted = (theft: number, lasts = false) =>
    [...doubts].some((one) => one.startsWith(`${theft} `) && !(lasts && one.endsWith('domestic-abuse')))
  const states: Map<number, string>[] = []
  for (const [at, one] of deeds.entries()) {
    const block = (name: string, end: number | null) => {
      const before = said.get(name)
      const lasts = before && (before.until === null || (end !== null && before.until > Math.max(end, at)))
      if (end === null || !lasts) said.set(name, { status: 'blocked', until: end })
    }
    if (one.what === 'shown' && one.tells) {
      const named = new Set(one.keys.map((key) => `case${one.theft} ${key}`))
      for (const held of [said, heldBack])
        for (const name of held.keys()) if (name.startsWith(`case${one.theft} `) && !named.has(name)) held.delete(name)
    }
    if (one.what === 'shown' && one.tells && levelOf(one.means) > 0)
      for (const key of one.keys) {
        const name = `case${one.theft} ${key}`
        if (isDoubted(one.theft, one.until === null)) heldBack.set(name, one.until)
        else block(name, one.until)
      }
    if (one.what === 'doubted' || (one.what === 'settled' && !one.stands)) doubts.add(`${one.theft} ${one.conflict}`)
    if (one.what === 'settled' && one.stands) {
      doubts.delete(`${one.theft} ${one.conflict}`)
      for (const [name, end] of isDoubted(one.theft) ? [] : heldBack)
        if (name.startsWith(`case${one.theft} `) && heldBack.delete(name)) block(name, end)
    }
    const ends = one.what === 'withdrawn' || (one.what === 'closed' && one.reason === 'returned')
    if (ends) {
      for (const held of [said, heldBack])
        for (const name of held.keys()) if (name.startsWith(`case${one.theft} `)) held.delete(name)
      for (const name of doubts) if (name.startsWith(`${one.theft} `)) doubts.delete(name)
    }
    if (one.what === 'listed') {
      const named = new Set(one.rows.map(({ key }) => `list${one.source} ${key}`))
      if (one.whole)
        for (const name of said.keys()) if (name.startsWith(`list${one.source} `) && !named.has(name)) said.delete(name)
      for (const { key, status, until: end } of one.rows)
        if (status === null) said.delete(`list${one.source} ${key}`)
        else said.set(`list${one.source} ${key}`, { status, until: end })
    }
    states.push(stateOf(said))
  }
  return states
}

/** Of blocks and of tracks the one that ends last; a track only where it outlasts the block. */
function stateOf(said: ReadonlyMap<string, Said>): Map<number, string> {
  const state = new Map<number, string>()
  for (const key of [0, 1, 2, 3]) {
    const of = (status: string) =>
      [...said]
        .filter(([name, one]) => name.endsWith(` ${key}`) && one.status === status)
        .map(([, one]) => one.until ?? Number.POSITIVE_INFINITY)
    const [blocked, tracked] = [Math.max(-1, ...of('blocked')), Math.max(-1, ...of('tracked'))]
    const shown = (status: string, end: number) =>
      end === Number.POSITIVE_INFINITY ? status : `${status}@${start + end * minute}`
    const holds = [
      ...(blocked >= 0 ? [shown('blocked', blocked)] : []),
      ...(tracked > blocked ? [shown('tracked', tracked)] : []),
    ]
    if (holds.length > 0) state.set(key, holds.join(','))
  }
  return state
}

type Event = { stream: string; type: string; type_version: number; at: string; data: object }

async function seal({ owner }: TestDatabase, events: readonly Event[]): Promise<void> {
  await owner.pool.query(
    `with given as (select row_number() over () as version, t.* from jsonb_to_recordset($1) as
        t(stream text, type text, type_version int, at timestamptz, data jsonb)),
     written as (insert into event (stream, version, type, type_version, tenant, actor, cause, at, data)
       select stream, 1000 * (select count(*) from event) + version, type, type_version, 'test', 'system:test', 'test', at, data
       from given order by version returning id)
     insert into sealed (seq, event_id, leaf)
       select (select coalesce(max(seq), -1) from sealed) + row_number() over (order by id), id, sha256(id::text::bytea) from written`,
    [JSON.stringify(events)],
  )
}

const time = (minutes: number | null) =>
  minutes === null ? undefined : new Date(start + minutes * minute).toISOString()

async function eventsOf({ owner }: TestDatabase, deeds: readonly Deed[], keyOf: (key: number) => string) {
  const thefts = [randomUUID(), randomUUID(), randomUUID()]
  const name = randomUUID().slice(0, 8)
  const imei = (key: string) => key + checkDigit(key)
  const events: Event[] = []
  for (const [minutes, one] of deeds.entries()) {
    const at = time(minutes) ?? ''
    if (one.what === 'listed') {
      const sha256 = createHash('sha256').update(randomUUID()).digest('hex')
      await owner.pool.query(
        `with list as (insert into list_import (sha256) values ($1) returning id)
         insert into list_import_row select id, row_number() over (), key, status, until from list,
           jsonb_to_recordset($2) as t(key bigint, status text, until timestamptz)`,
        [sha256, JSON.stringify(one.rows.map((row) => ({ ...row, key: keyOf(row.key), until: time(row.until) })))],
      )
      const data = {
        source: `s${one.source}-${name}`,
        layout: 'ndjson',
        sha256,
        ...{ from: 0, to: one.rows.length, last: true },
        rows: 0,
        rejected: 0,
        whole: one.whole,
      }
      events.push({ stream: `list-file/${sha256}`, type: ListImported.type, type_version: 1, at, data })
      continue
    }
    const theft = thefts[one.theft]
    const event = { stream: `case/${theft}`, at, type_version: 1 }
    if (one.what === 'shown') {
      const imeis = one.tells ? [...one.keys.map((key) => imei(keyOf(key))), imei(dummy)] : []
      const data = { case: theft, means: one.means, imeis, until: time(one.until) }
      events.push({ ...event, type: 'reports.proof-shown', data })
    } else if (one.what === 'doubted')
      events.push({ ...event, type: 'reports.conflict-found', data: { case: theft, conflict: one.conflict } })
    else if (one.what === 'settled') {
      const data = { case: theft, conflict: one.conflict, stands: one.stands, reason: 'identity-checked' }
      events.push({ ...event, type: 'reports.conflict-settled', type_version: 2, data })
    } else if (one.what === 'withdrawn')
      events.push({ ...event, type: 'reports.report-withdrawn', data: { case: theft } })
    else events.push({ ...event, type: 'reports.case-closed', data: { case: theft, reason: one.reason } })
  }
  return events
}

test('G11: whatever happens in whatever order, folding the changes gives what each source holds, and no change changes nothing', async (t) => {
  const db = await testDatabase(t)
  const database = openDatabase(db.serverUrl, { max: 2, pipeline: true })
  t.after(() => database.close())
  const view = (await loadCatalogue()).views.get('blocklist')
  assert.ok(view)
  let run = 0
  const list = new Map<string, string>()
  let [no, seq] = [0, -1]
  await fc.assert(
    fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 12 }), async (deeds) => {
      run += 1
      const keyOf = (key: number) => `3592140${String(run).padStart(6, '0')}${key}`
      await seal(db, await eventsOf(db, deeds, keyOf))
      while ((await advance(database, view)) > 0);
      const { rows } = await database.pool.query<{ no: string; key: string; holds: string; seq: string }>(
        'select no, imei_key as key, holds, seq from list_change where no > $1 order by no',
        [no],
      )
      const states = oracle(deeds)
      const before = seq
      for (const change of rows) {
        assert.equal(Number(change.no), no + 1, 'no gap')
        assert.ok(Number(change.seq) >= seq)
        assert.notEqual(change.holds, list.get(change.key) ?? '', 'it changes something')
        if (change.holds === '') list.delete(change.key)
        else list.set(change.key, change.holds)
        no = Number(change.no)
        seq = Number(change.seq)
      }
      seq = before + deeds.length
      const mine = [0, 1, 2, 3].flatMap((key) => (list.has(keyOf(key)) ? [[key, list.get(keyOf(key))]] : []))
      assert.deepEqual(mine, [...(states.at(-1) ?? [])])
      assert.ok(!list.has(dummy), 'a number that thousands carry is never listed')
      // As of each deed, not only after the last.
      for (const [at, state] of states.entries()) {
        const until = new Map<string, string>()
        for (const change of rows) if (Number(change.seq) <= before + 1 + at) until.set(change.key, change.holds)
        for (const key of [0, 1, 2, 3]) assert.equal(until.get(keyOf(key)) || undefined, state.get(key))
      }
    }),
    { numRuns: 60, examples: [[heldBackAndLetGo]] },
  )
  const pieces = await database.pool.query<{ first: string; last: string; hash: Buffer }>(
    'select first, last, hash from list_piece order by last',
  )
  let hash = Buffer.alloc(32)
  for (const piece of pieces.rows) {
    const { rows } = await database.pool.query<{ line: string }>(
      `select no || ' ' || lpad(imei_key::text, 14, '0') || ' ' || holds || ' ' || seq as line from list_change
       where no between $1 and $2 order by no`,
      [piece.first, piece.last],
    )
    const lines = createHash('sha256')
      .update(rows.map(({ line }) => `${line}\n`).join(''))
      .digest()
    hash = createHash('sha256').update(hash).update(lines).digest() as Buffer<ArrayBuffer>
    assert.deepEqual(piece.hash, hash)
  }
})

test('an entry of 25,000 changes is hashed in pieces of 10,000, and the next entry begins a piece of its own', async (t) => {
  const db = await testDatabase(t)
  const database = openDatabase(db.serverUrl, { max: 2, pipeline: true })
  t.after(() => database.close())
  const view = (await loadCatalogue()).views.get('blocklist')
  assert.ok(view)
  const rows = (from: number, count: number): Row[] =>
    Array.from({ length: count }, (_, n) => ({ key: from + n, status: 'blocked', until: null }))
  const keyOf = (key: number) => `359214${String(key).padStart(8, '0')}`
  const lists: Deed[] = [
    { what: 'listed', source: 0, whole: false, rows: rows(0, 25_000) },
    { what: 'listed', source: 1, whole: false, rows: rows(24_999, 2) },
  ]
  await seal(db, await eventsOf(db, lists, keyOf))
  while ((await advance(database, view)) > 0);
  const { rows: pieces } = await database.pool.query('select first, last, seq from list_piece order by last')
  assert.deepEqual(
    pieces.map(({ first, last, seq }) => [first, last, seq].map(Number)),
    [
      [1, 10_000, 0],
      [10_001, 20_000, 0],
      [20_001, 25_000, 0],
      [25_001, 25_001, 1],
    ],
  )
})

test('G2: one more phone beside a long list reads a few rows, also where the plan was made while the list was short', async (t) => {
  const db = await testDatabase(t)
  const database = openDatabase(db.serverUrl, { max: 1, pipeline: true })
  t.after(() => database.close())
  const view = (await loadCatalogue()).views.get('blocklist')
  assert.ok(view)
  const keyOf = (key: number) => `359214${String(key).padStart(8, '0')}`
  const shown = (key: number): Deed => ({ ...names, keys: [key] })
  const take = async (deeds: readonly Deed[]) => {
    await seal(db, await eventsOf(db, deeds, keyOf))
    while ((await advance(database, view)) > 0);
  }
  const reads = async () => {
    await database.pool.query('select pg_stat_force_next_flush()')
    const { rows } = await db.owner.pool.query<{ n: string }>(
      `select sum(seq_tup_read + coalesce(idx_tup_fetch, 0)) n from pg_stat_user_tables
       where relname in ('listing', 'list_change', 'list_piece', 'list_import_row')`,
    )
    return Number(rows[0]?.n)
  }
  await take(Array.from({ length: 20 }, (_, n) => shown(n)))
  const rows: Row[] = Array.from({ length: 20_000 }, (_, n) => ({ key: 1000 + n, status: 'blocked', until: null }))
  await take([{ what: 'listed', source: 0, whole: false, rows }])
  const before = await reads()
  await take([shown(30), { what: 'withdrawn', theft: 0 }])
  const after = await reads()
  assert.ok(after > before)
  assert.ok(after - before < 200, `${after - before} rows were read for one phone`)
})
