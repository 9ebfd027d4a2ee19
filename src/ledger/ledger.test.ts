import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { openDatabase } from '#platform/database'
import { type TestDatabase, testDatabase } from '#test/support/database'
import {
  defineCommand,
  defineEvent,
  defineView,
  fold,
  layOutOwed,
  type NewEvent,
  openLedger,
  readStream,
  refuse,
  statement,
} from './index.ts'
import { rebuildView } from './rebuild.ts'
import { eventsOf, given } from './testing.ts'

// A shelf of jars: small, and nothing to do with phones, because the ledger knows none.
// What may stand in a jar's name is not the point here: any text, so that odd characters can be tried.
const anyName = z.string().regex(/^[\s\S]*$/)
const Filled = defineEvent('shelf.jar-filled', {
  version: 2,
  stream: ({ jar }) => `jar/${jar}`,
  data: z.object({ jar: anyName, grams: z.int() }),
  sample: { jar: 'a', grams: 5 },
  upcast: {
    1: {
      data: z.object({ jar: z.string(), ounces: z.int() }),
      up: (old: { jar: string; ounces: number }) => ({ jar: old.jar, grams: old.ounces * 28 }),
    },
  },
})
const jar = fold({ grams: 0 }, (on) => [on(Filled, ({ grams }, data) => ({ grams: grams + data.grams }))])
const fill = defineCommand('fill-jar', {
  input: z.object({ jar: z.string(), grams: z.int().positive(), owes: z.array(z.string()).default([]) }),
  refusals: {
    full: { status: 409, says: 'The jar holds a kilogram. Take another.' },
    'name-taken': { status: 409, says: 'Another jar has that name.' },
  },
  conflicts: { shelf_label_key: 'name-taken' },
  stream: (input) => `jar/${input.jar}`,
  begins: true,
  state: jar,
  decide({ jar: name, grams, owes }, state) {
    if (state.grams + grams > 1000) return refuse('full')
    return {
      events: [Filled.of({ jar: name, grams })],
      owes: [{ partners: owes, kind: 'weigh', target: name, input: { name } }],
    }
  },
})
type Shelf = { shelf: { jar: string; label: string; grams: number } }
const shelf = defineView<Shelf>('shelf', 'inline', (on) => [
  on(Filled, (db, { jar: name, grams }) =>
    db
      .insertInto('shelf')
      .values({ jar: name, label: name.toLowerCase(), grams })
      .onConflict((c) => c.column('jar').doUpdateSet((eb) => ({ grams: eb('shelf.grams', '+', grams) }))),
  ),
])

const meta = { actor: 'system:test', tenant: 'test', cause: 'test' }

async function shelfLedger(t: TestContext) {
  const db = await testDatabase<Shelf>(t)
  await db.owner.pool.query('create table shelf (jar text primary key, label text unique, grams int)')
  await db.owner.pool.query('grant select, insert, update, delete on shelf to ringback_server')
  const owner = openDatabase(db.url, { pipeline: true, max: 2 })
  t.after(() => owner.close())
  return { db, owner, ledger: openShelf(t, db) }
}

function openShelf(t: TestContext, db: TestDatabase<Shelf>) {
  const database = openDatabase(db.serverUrl, { pipeline: true, max: 8 })
  const ledger = openLedger({ database, views: [shelf], now: () => new Date(), random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await database.close()
  })
  return ledger
}

const count = async (db: TestDatabase<Shelf>, table: string) =>
  Number((await db.owner.pool.query(`select count(*) from ${table}`)).rows[0].count)

test('an accepted command leaves its event, its inline view, its place in the sealer’s queue and its owed actions', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  const outcome = await ledger.execute(fill, { jar: 'plum', grams: 300, owes: ['scales', 'label-maker'] }, meta)
  assert.deepEqual(outcome, { ok: true, stream: 'jar/plum', versions: [1], repeated: false })
  const [event] = await readStream(db.server.pool, 'jar/plum')
  assert.deepEqual(event?.data, { jar: 'plum', grams: 300 })
  assert.match(event?.at ?? '', /^\d{4}-.*\.\d{3}Z$/)
  assert.equal(await count(db, 'unsealed'), 1)
  assert.equal(await layOutOwed(db.server.pool), 2)
  assert.equal(await layOutOwed(db.server.pool), 0)
  const { rows } = await db.owner.pool.query(
    'select partner, kind, stream, version, state from action order by position',
  )
  assert.deepEqual(rows, [
    { partner: 'scales', kind: 'weigh', stream: 'jar/plum', version: 1, state: 'owed' },
    { partner: 'label-maker', kind: 'weigh', stream: 'jar/plum', version: 1, state: 'owed' },
  ])
  assert.deepEqual(await db.server.kysely.selectFrom('shelf').selectAll().execute(), [
    { jar: 'plum', label: 'plum', grams: 300 },
  ])
})

test('a refused command writes nothing at all', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  const outcome = await ledger.execute(fill, { jar: 'plum', grams: 1001, owes: ['scales'] }, { ...meta, key: 'k' })
  assert.deepEqual(outcome, { ok: false, refused: 'full' })
  for (const table of ['event', 'unsealed', 'owed', 'command_key', 'shelf'])
    assert.equal(await count(db, table), 0, table)
})

test('a command sent again under its key gets the same answer and happens once', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  const send = () => ledger.execute(fill, { jar: 'plum', grams: 600 }, { ...meta, key: 'lost-answer' })
  const first = await send()
  const second = await send() // decided anew it would be refused: 1,200 g do not fit
  assert.deepEqual(second, { ...first, repeated: true })
  assert.equal(await count(db, 'event'), 1)
})

test('the same key with another input is refused, and another caller’s same key is another command', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  await ledger.execute(fill, { jar: 'plum', grams: 1 }, { ...meta, key: 'k' })
  assert.deepEqual(await ledger.execute(fill, { jar: 'plum', grams: 2 }, { ...meta, key: 'k' }), {
    ok: false,
    refused: 'key-reused',
  })
  await ledger.execute(fill, { jar: 'plum', grams: 2 }, { ...meta, actor: 'partner:other', key: 'k' })
  assert.equal(await count(db, 'event'), 2)
})

test('one key sent by many at once happens once, and all hear the same answer', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  const outcomes = await Promise.all(
    Array.from({ length: 8 }, () => ledger.execute(fill, { jar: 'plum', grams: 1 }, { ...meta, key: 'burst' })),
  )
  assert.equal(await count(db, 'event'), 1)
  assert.equal(outcomes.filter((outcome) => outcome.ok && !outcome.repeated).length, 1)
  assert.ok(outcomes.every((outcome) => outcome.ok && outcome.versions[0] === 1))
})

test('two who decide on the same state never both win: the jar is never overfilled', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, () => ledger.execute(fill, { jar: 'plum', grams: 300 }, meta)),
  )
  assert.equal(outcomes.filter((outcome) => outcome.ok).length, 3)
  const stream = await readStream(db.server.pool, 'jar/plum')
  assert.deepEqual(
    stream.map(({ version }) => version),
    [1, 2, 3],
  )
  assert.equal(jar.run(stream).grams, 900)
})

test('a rule across streams, held by a unique view, turns into a refusal and leaves nothing behind', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  await ledger.execute(fill, { jar: 'plum', grams: 1 }, meta)
  assert.deepEqual(await ledger.execute(fill, { jar: 'PLUM', grams: 1, owes: ['scales'] }, meta), {
    ok: false,
    refused: 'name-taken',
  })
  assert.equal(await count(db, 'event'), 1)
  assert.equal(await count(db, 'owed'), 0)
})

test('a stream can be read as it stood at a version or at a moment', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  for (const grams of [1, 2, 3]) await ledger.execute(fill, { jar: 'plum', grams }, meta)
  const all = await readStream(db.server.pool, 'jar/plum')
  assert.equal(jar.run(await readStream(db.server.pool, 'jar/plum', { version: 2 })).grams, 3)
  assert.equal((await readStream(db.server.pool, 'jar/plum', { at: all[2]?.at ?? '' })).length, 3)
  assert.deepEqual(await readStream(db.server.pool, 'jar/plum', { at: '2020-01-01T00:00:00Z' }), [])
})

test('an event written by an old version reads in today’s form', async (t) => {
  const { db } = await shelfLedger(t)
  await db.owner.pool.query(
    `insert into event (stream, version, type, type_version, tenant, actor, cause, data)
     values ('jar/old', 1, 'shelf.jar-filled', 1, 't', 'system:test', 'test', '{"jar":"old","ounces":2}')`,
  )
  assert.equal(jar.run(await readStream(db.server.pool, 'jar/old')).grams, 56)
  assert.throws(() => Filled.decode({ type: Filled.type, typeVersion: 3, data: {} }), /newer than this program/)
})

test('the ledger is append-only for the server and for the owner alike', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  await ledger.execute(fill, { jar: 'plum', grams: 1 }, { ...meta, key: 'k' })
  for (const sql of [
    "update event set actor = 'x'",
    'delete from event',
    'truncate event',
    "update command_key set key = 'x'",
  ]) {
    await assert.rejects(db.owner.pool.query(sql), /append-only/, sql)
    await assert.rejects(db.server.pool.query(sql), /permission denied|append-only/, sql)
  }
})

test('the server connects as a role that owns none of the tables and cannot lift the triggers', async (t) => {
  const { db } = await shelfLedger(t)
  const { rows } = await db.server.pool.query(
    "select tablename from pg_tables where schemaname = 'public' and pg_has_role(current_user, tableowner, 'member')",
  )
  assert.deepEqual(rows, [])
  await assert.rejects(db.server.pool.query('alter table event disable trigger all'), /must be owner/)
  await assert.rejects(db.server.pool.query("set session_replication_role = 'replica'"), /permission denied/)
})

test('a rebuilt view equals the live one, and a planted difference is counted and mended', async (t) => {
  const { db, owner, ledger } = await shelfLedger(t)
  for (const name of ['plum', 'fig', 'plum', 'quince']) await ledger.execute(fill, { jar: name, grams: 10 }, meta)
  assert.deepEqual(await rebuildView(owner, shelf, { check: true }), { events: 4, rows: 3, missing: 0, surplus: 0 })
  await db.owner.pool.query("update shelf set grams = 999 where jar = 'fig'")
  await db.owner.pool.query("delete from shelf where jar = 'quince'")
  assert.deepEqual(await rebuildView(owner, shelf), { events: 4, rows: 3, missing: 2, surplus: 1 })
  assert.deepEqual(await rebuildView(owner, shelf, { check: true }), { events: 4, rows: 3, missing: 0, surplus: 0 })
})

test('a rebuild while others append loses none of their changes', async (t) => {
  const { owner, ledger } = await shelfLedger(t)
  const names = Array.from({ length: 40 }, () => randomUUID())
  const writing = Promise.all(names.map((name) => ledger.execute(fill, { jar: name, grams: 1 }, meta)))
  await rebuildView(owner, shelf)
  await writing
  assert.deepEqual(await rebuildView(owner, shelf, { check: true }), {
    events: 40,
    rows: 40,
    missing: 0,
    surplus: 0,
  })
})

test('no sequence of fillings overfills a jar', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 700 }), { maxLength: 30 }), (amounts) => {
      const events: NewEvent[] = []
      for (const grams of amounts) {
        const decision = given(fill, events).when({ jar: 'a', grams })
        if (!('refused' in decision)) events.push(...eventsOf(decision))
      }
      assert.ok(events.reduce((sum, event) => sum + (event.data as { grams: number }).grams, 0) <= 1000)
    }),
  )
})

test('an event that PostgreSQL could not keep to the letter is stopped where it is made', () => {
  for (const name of ['\u0000', '\ud800', 'a\udc00b'])
    assert.throws(() => Filled.of({ jar: name, grams: 1 }), /NUL or half a character/)
  assert.equal(Filled.of({ jar: '😀', grams: 1 }).stream, 'jar/😀')
})

test('an event with an IMEI that names no review date is refused where it is made', () => {
  assert.throws(() => Filled.of({ jar: '490154203237518', grams: 1 }), /without a review date/)
})

test('an event with a field for free text is refused where it is defined: such text belongs in the vault', () => {
  const define = (data: z.ZodType) => () =>
    defineEvent('shelf.jar-lost', {
      version: 1,
      data,
      stream: () => 'jar/a',
      sample: { note: 'x', list: [{ why: 'y' }] } as never,
    })
  assert.throws(define(z.object({ note: z.string() })), /\.note would take any text/)
  assert.throws(define(z.object({ list: z.array(z.object({ why: z.string().max(9) })) })), /\.list\.why/)
  define(z.object({ note: z.enum(['x']), list: z.array(z.object({ why: z.string().regex(/^[a-z]+$/) })) }))()
})

test('what goes with a command is written with its facts, and not at all when it is refused, repeated or loses', async (t) => {
  const { db, ledger } = await shelfLedger(t)
  await db.owner.pool.query('create table note (text text); grant select, insert on note to ringback_server')
  const note = (text: string) => statement('insert into note values ($1)', [text])
  const notes = async () =>
    (await db.owner.pool.query('select text from note order by text')).rows.map(({ text }) => text)
  const keyed = { ...meta, key: 'one' }
  const fillBy = (input: { jar: string; grams: number }, as: typeof meta, text: string) =>
    ledger.execute(fill, input, as, [note(text)])
  assert.equal((await fillBy({ jar: 'rice', grams: 900 }, keyed, 'first')).ok, true)
  assert.equal((await fillBy({ jar: 'rice', grams: 900 }, keyed, 'again')).ok, true)
  assert.deepEqual(await fillBy({ jar: 'rice', grams: 900 }, meta, 'full'), { ok: false, refused: 'full' })
  assert.deepEqual(await fillBy({ jar: 'RICE', grams: 1 }, meta, 'taken'), { ok: false, refused: 'name-taken' })
  assert.deepEqual(await notes(), ['first'])
  await assert.rejects(
    ledger.execute(fill, { jar: 'salt', grams: 1 }, meta, [statement('insert into nowhere values (1)')]),
  )
  assert.deepEqual(await readStream(db.owner.pool, 'jar/salt'), [])
})
