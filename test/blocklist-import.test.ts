import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { type TestContext, test } from 'node:test'
import { openLedger } from '#ledger'
import { loadCatalogue } from '#ledger/catalogue'
import { advance } from '#ledger/follow'
import { sealBatch } from '#ledger/seal/batch'
import { checkDigit } from '#lib/imei/check-digit'
import { noteSigner } from '#lib/note'
import {
  exportList,
  importList,
  type ListFile,
  ListLags,
  type RejectedLine,
  TakesOffTooMuch,
} from '#modules/blocklist/public'
import { openDatabase } from '#platform/database'
import { testDatabase } from './support/database.ts'

const keyOf = (n: number) => `35921407${String(n).padStart(6, '0')}`
const imeiOf = (n: number) => keyOf(n) + checkDigit(keyOf(n))

async function desk(t: TestContext) {
  const db = await testDatabase(t)
  const database = openDatabase(db.serverUrl, { max: 3, pipeline: true })
  const ledger = openLedger({ database, views: [], now: () => new Date(), random: Math.random })
  t.after(async () => {
    await ledger.settled()
    await database.close()
  })
  const view = (await loadCatalogue()).views.get('blocklist')
  assert.ok(view)
  const signer = noteSigner('ringback.test/ledger', Buffer.alloc(32, 7))
  const rejected: RejectedLine[] = []
  type More = Partial<ListFile> & { force?: boolean }
  const take = (text: string, { force = false, ...more }: More = {}, pool = database.pool, partLines = 1000) => {
    const open = async () => Readable.from([Buffer.from(text)])
    const file: ListFile = { open, source: 'other-register', layout: 'dirbs', ...more }
    return importList(pool, ledger, file, {
      ...{ batchRows: 10, partLines, force },
      onRejected: (row) => void rejected.push(row),
    })
  }
  /** What follows the import: the seal, then the list. */
  const seal = async () => {
    while ((await sealBatch(db.server.pool, signer)).sealed > 0);
    while ((await advance(database, view)) > 0);
    const { rows } = await database.pool.query('select no, imei_key as key, holds, seq from list_change order by no')
    return rows.map(({ no, key, holds, seq }) => [Number(no), key, holds, Number(seq)] as const)
  }
  const written = async (ask: Parameters<typeof exportList>[1]) => {
    let text = ''
    const told = await exportList(db.server.kysely as Parameters<typeof exportList>[0], ask, async (part) => {
      text += part
    })
    return { text, told }
  }
  return { database, take, seal, rejected, written }
}

const header = 'imei,reporting_date,status,change_type'

/** A database that is gone after so many statements that contain a text. */
function dyingAfter<Pool extends { query: (...args: never[]) => unknown }>(
  pool: Pool,
  text: string,
  left: number,
): Pool {
  const query = (...args: never[]) => {
    if (JSON.stringify(args).includes(text) && left-- <= 0) throw new Error('killed')
    return pool.query(...args)
  }
  return { query } as Pool
}

test('G7: a list is read in with a verdict for each bad row, as one fact, whose rows are changes under its seal', async (t) => {
  const { database, take, seal, rejected } = await desk(t)
  const bad = [
    '1234,,,add',
    `${keyOf(1)}${(Number(checkDigit(keyOf(1))) + 1) % 10},,,add`,
    `${imeiOf(2)},,,perhaps`,
    'x',
  ]
  const lines = [header, ...[1, 2, 3].map((n) => `${imeiOf(n)},20261127,,add`), ...bad, '', `${imeiOf(4)},,pending,add`]
  const result = await take(lines.join('\r\n'))
  assert.deepEqual([result.rows, result.rejected, result.again], [4, 4, false])
  assert.deepEqual(rejected, [
    { line: 5, reason: 'length' },
    { line: 6, reason: 'check-digit' },
    { line: 7, reason: 'change' },
    { line: 8, reason: 'columns' },
  ])
  assert.deepEqual(await seal(), [...[1, 2, 3].map((n) => [n, keyOf(n), 'blocked', 0]), [4, keyOf(4), 'tracked', 0]])
  const { rows } = await database.pool.query(`select type, data from event`)
  const { source, layout, file, rows: taken, rejected: not } = rows[0].data
  assert.deepEqual(
    [rows.length, rows[0].type, source, layout, file, taken, not],
    [1, 'blocklist.list-imported', 'other-register', 'dirbs', result.sha256, 4, 4],
  )
})

test('the same file again says so and does nothing; a delta takes off what it removes; a whole list what it no longer names', async (t) => {
  const { take, seal } = await desk(t)
  const first = [header, ...[1, 2, 3].map((n) => `${imeiOf(n)},,,add`)].join('\n')
  await take(first)
  await seal()
  const again = await take(first)
  assert.deepEqual([again.again, again.rows], [true, 0])
  assert.equal((await seal()).length, 3)
  await take([header, `${imeiOf(2)},,,remove`, `${imeiOf(3)},,,update`].join('\n'))
  assert.deepEqual((await seal()).slice(3), [[4, keyOf(2), '', 1]])
  await take([header, `${imeiOf(3)},,,add`, `${imeiOf(5)},,,add`].join('\n'), { whole: true })
  assert.deepEqual((await seal()).slice(4), [
    [5, keyOf(1), '', 2],
    [6, keyOf(5), 'blocked', 2],
  ])
  await take([header, `${imeiOf(3)},,,remove`].join('\n'), { source: 'third-register' })
  assert.equal((await seal()).length, 6, 'one register does not speak for another')
})

/** What the list holds at the end of its changes. */
const heldIn = (changes: readonly (readonly [number, string, string, number])[]) =>
  [...new Map(changes.map(([, key, holds]) => [key, holds]))].filter(([, holds]) => holds !== '').map(([key]) => key)

test('G7: a file repairs what a wrong one after it did, and serves every source that it is given for', async (t) => {
  const { take, seal } = await desk(t)
  const right = [header, ...[1, 2].map((n) => `${imeiOf(n)},,,add`)].join('\n')
  const wrong = [header, `${imeiOf(1)},,,remove`, `${imeiOf(9)},,,add`].join('\n')
  for (const [text, whole] of [
    [right, true],
    [wrong, true],
  ] as const) {
    await take(text, { whole })
    await seal()
  }
  assert.deepEqual(heldIn(await seal()), [keyOf(9)])
  const repaired = await take(right, { whole: true })
  assert.deepEqual([repaired.again, repaired.rows], [false, 2])
  assert.deepEqual(heldIn(await seal()).sort(), [keyOf(1), keyOf(2)])
  assert.equal((await take(right, { whole: true })).again, true)
  assert.equal((await take(right)).again, false, 'as changes it says something else than as a whole list')

  const before = await seal()
  assert.equal((await take(right, { source: 'third-register' })).rows, 2)
  assert.deepEqual(await seal(), before, 'both hold the same two')
  await take([header, ...[1, 2].map((n) => `${imeiOf(n)},,,remove`)].join('\n'))
  assert.deepEqual(heldIn(await seal()).sort(), [keyOf(1), keyOf(2)], 'the third register holds them still')
})

test('a file that stopped half-way is read anew when another of its source came between', async (t) => {
  const { database, take, seal } = await desk(t)
  const lines = [header, ...Array.from({ length: 59 }, (_, n) => `${imeiOf(n)},,,add`)].join('\n')
  await assert.rejects(take(lines, {}, dyingAfter(database.pool, 'list_import_row', 4), 20), /killed/)
  await seal()
  await take([header, `${imeiOf(3)},,,remove`].join('\n'))
  await seal()
  const result = await take(lines, {}, database.pool, 20)
  assert.deepEqual([result.from, result.rows], [0, 59])
  assert.equal(heldIn(await seal()).length, 59, 'the third among them, for this list was given last')
})

test('a whole list that takes off more than 100 handsets and a tenth is held back, and nothing of it is taken unless it must', async (t) => {
  const { database, take, seal } = await desk(t)
  const listOf = (from: number, to: number) =>
    [header, ...Array.from({ length: to - from }, (_, n) => `${imeiOf(from + n)},,,add`)].join('\n')
  await take(listOf(0, 1200), { whole: true })
  await assert.rejects(take(listOf(0, 1100), { whole: true }), ListLags)
  await seal()
  const changes = (await seal()).length
  await assert.rejects(take(listOf(121, 1300), { whole: true }), (error) => {
    assert.ok(error instanceof TakesOffTooMuch)
    assert.deepEqual([error.listed, error.gone], [1200, 121])
    return true
  })
  const named = [header, ...Array.from({ length: 1200 }, (_, n) => `${imeiOf(n)},,,${n < 121 ? 'remove' : 'add'}`)]
  await assert.rejects(take(named.join('\n'), { whole: true }), TakesOffTooMuch, 'named only to be taken off')
  assert.equal((await seal()).length, changes, 'not one of its additions was taken')
  const { rows } = await database.pool.query('select count(distinct import)::int as kept from list_import_row')
  assert.equal(rows[0].kept, 2, 'what was held back is not kept; what waits for the list is')

  await take(listOf(120, 1200), { whole: true })
  assert.equal(heldIn(await seal()).length, 1080, '120 of 1,200 are a tenth')
  const forced = await take(listOf(700, 1200), { whole: true, force: true })
  assert.equal(forced.rows, 500)
  assert.equal(heldIn(await seal()).length, 500)
  await take(listOf(800, 1200), { whole: true })
  assert.equal(heldIn(await seal()).length, 400, '100 are few, whatever their share')
})

test('a whole list that was killed at any statement goes on, and gives what an unbroken one gives', async (t) => {
  const { database, take, seal } = await desk(t)
  await take([header, ...Array.from({ length: 80 }, (_, n) => `${imeiOf(n)},,,add`)].join('\n'), { whole: true })
  await seal()
  const next = [header, ...Array.from({ length: 75 }, (_, n) => `${imeiOf(n + 20)},,${n % 2 ? 'pending' : ''},add`)]
  let killed = 0
  for (let after = 0; after < 60; after++) {
    const outcome = await take(next.join('\n'), { whole: true }, dyingAfter(database.pool, '', after), 20).catch(String)
    await seal()
    if (typeof outcome === 'string') assert.match(outcome, /killed/)
    else break
    killed += 1
  }
  assert.ok(killed > 5, `${killed} kills`)
  const list = new Map((await seal()).map(([, key, holds]) => [key, holds]))
  for (let n = 0; n < 95; n++)
    assert.equal(list.get(keyOf(n)), n < 20 ? '' : n % 2 ? 'tracked' : 'blocked', `handset ${n}`)
  const { rows } = await database.pool.query(
    `select data from event where (data->>'whole')::boolean order by id offset 1`,
  )
  const parts = rows.map(({ data }) => data as { from: number; to: number; rows: number; last: boolean })
  for (const [at, { from }] of parts.entries()) assert.equal(from, parts[at - 1]?.to ?? 0)
  assert.deepEqual([parts.at(-1)?.to, parts.reduce((sum, part) => sum + part.rows, 0)], [76, 75])
})

test('of several rows on one handset the last counts, however far apart they stand', async (t) => {
  const { take, seal } = await desk(t)
  const many = Array.from({ length: 30 }, (_, n) => `${imeiOf(n)},,,add`)
  await take(
    [header, `${imeiOf(40)},,,add`, ...many, `${imeiOf(3)},,,remove`, `${keyOf(40)}07,,pending,update`].join('\n'),
  )
  const changes = await seal()
  assert.equal(changes.length, 30)
  assert.ok(!changes.some(([, key]) => key === keyOf(3)))
  assert.deepEqual(changes.at(-1), [30, keyOf(40), 'tracked', 0])
})

test('a long file is several facts, each with its lines and its place in the seal, and one that was killed between two goes on', async (t) => {
  const { database, take, seal } = await desk(t)
  const lines = [header, ...Array.from({ length: 59 }, (_, n) => `${imeiOf(n % 50)},,${n < 50 ? '' : 'pending'},add`)]
  let facts = 2
  const dying = {
    query: (...args: Parameters<typeof database.pool.query>) => {
      if (JSON.stringify(args).includes('view_cursor') && facts-- === 0) throw new Error('killed')
      return database.pool.query(...args)
    },
  } as unknown as typeof database.pool
  await assert.rejects(take(lines.join('\n'), {}, dying, 20), /killed/)
  const before = await seal()
  assert.ok(before.length >= 20 && before.length < 50, `${before.length} changes`)
  assert.equal((await take(lines.join('\n'), {}, database.pool, 20)).rows, 59)
  const changes = await seal()
  assert.deepEqual(changes.slice(0, before.length), before)
  const { rows } = await database.pool.query('select data from event order by version')
  const parts = rows.map(({ data }) => data as { from: number; to: number; rows: number; last: boolean })
  assert.ok(parts.length >= 3)
  for (const [at, { from }] of parts.entries()) assert.equal(from, parts[at - 1]?.to ?? 0)
  assert.deepEqual([parts.at(-1)?.to, parts.filter(({ last }) => last).length, parts.at(-1)?.last], [60, 1, true])
  assert.equal(
    parts.reduce((sum, part) => sum + part.rows, 0),
    59,
  )
  const list = new Map(changes.map(([, key, holds]) => [key, holds]))
  assert.deepEqual(
    [list.size, list.get(keyOf(0)), list.get(keyOf(8)), list.get(keyOf(9))],
    [50, 'tracked', 'tracked', 'blocked'],
  )
  assert.equal((await take(lines.join('\n'))).again, true)
})

test('an import that is killed goes on where it was when the file is given again, and gives what an unbroken one gives', async (t) => {
  const { database, take, seal, rejected } = await desk(t)
  const lines = [header, ...Array.from({ length: 95 }, (_, n) => (n % 9 === 8 ? 'x,,,add' : `${imeiOf(n)},,,add`))]
  let left = 6
  const dying = {
    query: (...args: Parameters<typeof database.pool.query>) => {
      if (left-- > 0) return database.pool.query(...args)
      throw new Error('killed')
    },
  } as unknown as typeof database.pool
  await assert.rejects(take(lines.join('\n'), {}, dying), /killed/)
  assert.deepEqual(await seal(), [], 'without its fact nothing of it counts')
  const before = rejected.length
  const result = await take(lines.join('\n'))
  assert.ok(result.from > 10, `it went on after line ${result.from}`)
  assert.deepEqual([result.rows, result.rejected], [85, 10])
  assert.ok(before + rejected.filter(({ line }) => line > result.from).length >= 10)
  assert.equal((await seal()).length, 85)
})

test('A39: an operator that reads files gets the list in its layout, and from then on what changed', async (t) => {
  const { database, take, seal, written } = await desk(t)
  await take([header, ...[2, 1].map((n) => `${imeiOf(n)},,,add`), `${imeiOf(3)},,pending,add`].join('\n'))
  await seal()
  const { rows } = await database.pool.query('select at from event')
  const day = String(rows[0].at).slice(0, 10).replaceAll('-', '')
  const whole = await written({ operator: 'first-network', layout: 'dirbs' })
  assert.equal(
    whole.text,
    ['imei,block_date,reasons', ...[1, 2].map((n) => `${keyOf(n)},${day},Reported stolen`), ''].join('\n'),
  )
  assert.deepEqual(whole.told, { rows: 2, leftOut: 1, next: 3 })
  await take([header, `${imeiOf(1)},,,remove`, `${imeiOf(4)},,,add`].join('\n'))
  await seal()
  const delta = await written({ operator: 'first-network', layout: 'dirbs', since: 3 })
  assert.equal(
    delta.text,
    [
      'imei,block_date,reasons,change_type',
      `${keyOf(1)},${day},Reported stolen,unblocked`,
      `${keyOf(4)},${day},Reported stolen,blocked`,
      '',
    ].join('\n'),
  )
  assert.deepEqual(delta.told, { rows: 2, leftOut: 0, next: 5 })
  const nd = await written({ operator: 'first-network', layout: 'ndjson', since: 5 })
  assert.deepEqual(nd, { text: '', told: { rows: 0, leftOut: 0, next: 5 } })
  assert.deepEqual((await written({ operator: 'first-network', layout: 'gsma', since: 9 })).told, { beyond: 5 })
  const audits = await database.pool.query(`select act, subject from audit where record = 'blocklist' order by id`)
  assert.deepEqual(
    audits.rows.map(({ act, subject }) => `${act} ${subject}`),
    ['disclose blocklist/1-3', 'disclose blocklist/4-5', 'disclose blocklist/6-5'],
  )
})

test('a file that is laid out otherwise is not taken, and may be given again with the right layout', async (t) => {
  const { take, seal } = await desk(t)
  const text = `{"imei":"${imeiOf(1)}"}\n{"imei":"${imeiOf(2)}","status":"tracked","until":"2027-01-01"}\n`
  await assert.rejects(take(text, { layout: 'gsma' }), /names no column imei/)
  assert.equal((await take(`imei\n${imeiOf(9)}`, { layout: 'ndjson' })).rows, 0)
  await take(text, { layout: 'ndjson' })
  await take(`imei\n${imeiOf(9)}`, { layout: 'gsma' })
  assert.deepEqual(
    (await seal()).map(([, key, holds]) => [key, holds]),
    [
      [keyOf(1), 'blocked'],
      [keyOf(2), `tracked@${Date.parse('2027-01-02')}`],
      [keyOf(9), 'blocked'],
    ],
  )
})
