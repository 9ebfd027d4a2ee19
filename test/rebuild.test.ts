import assert from 'node:assert/strict'
import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { loadCatalogue } from '#ledger/catalogue'
import { advance } from '#ledger/follow'
import { HarmTold } from '#modules/harms/events/harm-told'
import { CaseClosed } from '#modules/reports/events/case-closed'
import { CasesLinked } from '#modules/reports/events/cases-linked'
import { TheftReported } from '#modules/reports/events/theft-reported'
import { TheftTold } from '#modules/reports/events/theft-told'
import { countedViews, exportMeasures, measures } from '#modules/statistics/public'
import { FeelingTold } from '#modules/victims/events/feeling-told'
import { ActionAcknowledged } from '#partners/events/action-acknowledged'
import { openDatabase } from '#platform/database'
import { rebuildMeasures } from '../src/rebuild/rebuild-measures.ts'
import { type TestDatabase, testDatabase } from './support/database.ts'

/** An event as it will stand in the ledger; `minutes` before now. */
type Past = {
  stream: string
  type: string
  version?: number
  tenant?: string
  minutes: number
  data: object
  owes?: object
}

const month = 30 * 24 * 60
const promisedMinutes = 12 * 24 * 60
const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

/** Puts events of the past into the ledger, sealed in the order given. */
async function happened({ owner }: TestDatabase, events: readonly Past[]): Promise<void> {
  const versions = new Map<string, number>()
  const rows = events.map(({ stream, type, version = 1, tenant = 'met', minutes, data, owes = null }) => {
    versions.set(stream, (versions.get(stream) ?? 0) + 1)
    return { stream, version: versions.get(stream), type, type_version: version, tenant, at: ago(minutes), data, owes }
  })
  await owner.pool.query(
    `with given as (select * from jsonb_to_recordset($1) as
        t(stream text, version int, type text, type_version int, tenant text, at timestamptz, data jsonb, owes jsonb)),
     written as (insert into event (stream, version, type, type_version, tenant, actor, cause, at, data, owes)
       select stream, version, type, type_version, tenant, 'system:test', 'test', at, data, nullif(owes, 'null') from given returning id)
     insert into sealed (seq, event_id, leaf)
       select (select coalesce(max(seq), -1) from sealed) + row_number() over (order by id), id, sha256(id::text::bytea) from written`,
    [JSON.stringify(rows)],
  )
}

type Story = {
  demo: boolean
  force: string | undefined
  minutes: number
  blocks: readonly (number | null)[]
  lock: readonly (number | null)[]
  sim: number | null
  messages: readonly number[]
  harmed: boolean
  feels: Readonly<Record<'safe' | 'mattered', 'yes' | 'no' | 'unsure'>> | null
  ends: (typeof ends)[number]
  lost: 'no' | 'still' | 'stolen-after-all'
}
const ends = ['open', 'returned', 'no-lead-left', 'withdrawn', 'made-up', 'seized', 'joined', 'split'] as const

const someSeconds = fc.option(fc.integer({ min: 0, max: 90_000 }), { nil: null, freq: 8 })
const feeling = fc.constantFrom('yes' as const, 'no' as const, 'unsure' as const)
const story: fc.Arbitrary<Story> = fc.record({
  demo: fc.boolean(),
  force: fc.constantFrom(undefined, 'first-force', 'second-force'),
  minutes: fc.integer({ min: 0, max: 13 * month }),
  blocks: fc.array(someSeconds, { maxLength: 3 }),
  lock: fc.array(someSeconds, { maxLength: 2 }),
  sim: someSeconds,
  messages: fc.array(fc.integer({ min: 1, max: 3 * month }), { maxLength: 4 }),
  harmed: fc.boolean(),
  feels: fc.option(fc.record({ safe: feeling, mattered: feeling }), { nil: null }),
  ends: fc.constantFrom(...ends),
  lost: fc.constantFrom('no', 'no', 'no', 'still', 'stolen-after-all'),
})

/** One theft as events: report with what it owes, receipts, messages, its end. */
function told({ demo, force, minutes, blocks, lock, sim, messages, harmed, feels, ends, lost }: Story): Past[] {
  const theft = randomUUID()
  const tenant = demo ? 'demo-public' : 'met'
  const stream = `case/${theft}`
  const stops = [
    ...blocks.map((took, at) => ({ kind: 'block-handset', partner: `network-${at}`, took })),
    ...lock.map((took, at) => ({ kind: 'lock-screen', partner: `maker-${at}`, took })),
    { kind: 'suspend-line', partner: 'network-0', took: sim },
  ]
  const { line: _, force: __, ...sample } = TheftReported.sample as Record<string, unknown>
  const receipts = stops.flatMap(({ kind, partner, took }) => {
    if (took === null) return []
    const action = randomUUID()
    const { answer: _, ...receipt } = ActionAcknowledged.sample
    const data = {
      ...receipt,
      ...{ action, partner, kind, owedBy: stream },
      at: new Date(Date.parse(ago(minutes)) + took * 1000 + took).toISOString(),
    }
    return [{ stream: `action/${action}`, type: 'partners.action-acknowledged', version: 2, tenant, minutes, data }]
  })
  const owes = stops.map(({ kind, partner }) => ({ partners: [partner], kind, target: theft, input: {} }))
  const later = messages.filter((after) => after < minutes).sort((a, b) => a - b)
  const end = Math.max(0, minutes - 5 * 24 * 60)
  const about = { stream, tenant, minutes: end }
  return [
    {
      ...{ stream, tenant, minutes, type: 'reports.theft-reported', version: 2, owes },
      data: { ...sample, case: theft, ...(force && { force }), ...(lost !== 'no' && { method: 'lost' }) },
    },
    ...receipts,
    ...later.map((after) => ({
      ...{ stream, tenant, minutes: minutes - after, type: 'victims.message-owed' },
      data: { case: theft, channel: 'text', template: 'heartbeat', next: ago(minutes - after - promisedMinutes) },
    })),
    ...(harmed ? [{ ...about, type: HarmTold.type, data: { case: theft, sort: 'fraud', by: 'first-bank' } }] : []),
    ...(feels ? [{ ...about, type: FeelingTold.type, data: { ...FeelingTold.sample, case: theft, ...feels } }] : []),
    ...(feels && ends === 'withdrawn'
      ? [{ ...about, type: FeelingTold.type, data: { ...FeelingTold.sample, case: theft, step: 'ended', ...feels } }]
      : []),
    ...(ends === 'returned' || ends === 'no-lead-left'
      ? [{ ...about, type: CaseClosed.type, data: { case: theft, reason: ends } }]
      : []),
    ...(ends === 'withdrawn'
      ? [{ ...about, type: 'reports.report-withdrawn', data: { case: theft, why: 'found', means: 'trusted-person' } }]
      : []),
    ...(lost === 'stolen-after-all'
      ? [{ ...about, type: TheftTold.type, data: { ...TheftTold.sample, case: theft } }]
      : []),
    ...(ends === 'made-up'
      ? [
          {
            ...about,
            type: 'reports.report-withdrawn',
            data: { case: theft, why: 'false-report', means: 'police-handler' },
          },
        ]
      : []),
    ...(ends === 'joined' || ends === 'split'
      ? [
          { ...about, type: CasesLinked.type, data: { case: theft, other: randomUUID(), as: 'later', same: true } },
          { ...about, type: CaseClosed.type, data: { case: theft, reason: 'duplicate' } },
        ]
      : []),
    ...(ends === 'split'
      ? [{ ...about, type: CasesLinked.type, data: { case: theft, other: randomUUID(), as: 'later', same: false } }]
      : []),
    ...(ends === 'seized' ? [{ ...about, type: 'exhibits.handset-seized', data: { case: theft } }] : []),
  ]
}

/** Views brought up to the seal, and the export in a file. */
async function exported(t: Pick<TestContext, 'after'>, db: TestDatabase): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-rebuild-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const database = openDatabase(db.serverUrl, { max: 2, pipeline: true })
  try {
    const { views } = await loadCatalogue()
    for (const name of countedViews) {
      const view = views.get(name)
      assert.ok(view)
      while ((await advance(database, view)) > 0);
    }
    const lines: string[] = []
    assert.ok(await exportMeasures(database.kysely, await measures(), (line) => void lines.push(line)))
    const file = join(folder, 'export.ndjson')
    writeFileSync(file, lines.join(''))
    return file
  } finally {
    await database.close()
  }
}

async function manyThefts(t: TestContext): Promise<TestDatabase> {
  const db = await testDatabase(t)
  await db.owner.pool.query(`insert into organisation values ('demo-public', 'The public (pretend)', 'public', true)`)
  const stories = fc.sample(story, { numRuns: 900, seed: 7 })
  await happened(db, stories.flatMap(told))
  return db
}

const unequal = async (file: string) =>
  (await rebuildMeasures(file)).verdicts.filter(({ equal }) => !equal).map(({ figure }) => figure)

test('B02 J1: every published figure comes out the same when a program that shares no code counts it again', async (t) => {
  const db = await manyThefts(t)
  const file = await exported(t, db)
  const { verdicts, damage } = await rebuildMeasures(file)
  assert.deepEqual(damage, [])
  assert.deepEqual(
    verdicts.filter(({ equal }) => !equal),
    [],
  )
  const shown = verdicts.filter(({ served }) => Number(served) > 0)
  for (const { slug } of await measures())
    for (const source of ['published', 'simulated'])
      assert.ok(shown.filter(({ figure }) => figure.startsWith(`${source} ${slug} `)).length > 3, `${source} ${slug}`)
  assert.ok(verdicts.some(({ served }) => served === 'too-few'))

  await t.test('a figure that was changed is named', async () => {
    const changed = verdicts.find(({ figure, served }) => figure.endsWith('median') && Number(served) > 0)
    assert.ok(changed)
    const lines = readFileSync(file, 'utf8').split('\n')
    const at = lines.findIndex((line) => line.includes('"figure"') && nameIn(line) === changed.figure)
    lines[at] = (lines[at] ?? '').replace(/"value":[\d.]+/, '"value":0.001')
    writeFileSync(`${file}.2`, lines.join('\n'))
    assert.deepEqual(await unequal(`${file}.2`), [changed.figure])
    assert.deepEqual((await rebuildMeasures(`${file}.2`)).damage, [`Line ${at + 1} is not as it was written.`])
  })

  await t.test('a fact that was changed is named by its line, and changes the figure that rests on it', async () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n')
    const apart = lines
      .filter((line) => /"(reports\.cases-linked|itsWhy)"/.test(line))
      .map((line) => JSON.parse(line).case)
    const isCounted = (line: string) => !line.includes('"lost"') && !apart.includes(JSON.parse(line).case)
    const at = lines.findIndex(
      (line) =>
        line.includes('"reports.theft-reported"') &&
        line.includes('"demo":false') &&
        isOfLastYear(line) &&
        isCounted(line),
    )
    lines[at] = resummed((lines[at] ?? '').replace('"demo":false', '"demo":true'))
    writeFileSync(`${file}.3`, lines.join('\n'))
    assert.ok((await unequal(`${file}.3`)).some((figure) => figure.startsWith('published thefts-reported')))
    lines.splice(at, 1)
    writeFileSync(`${file}.4`, lines.join('\n'))
    assert.match((await rebuildMeasures(`${file}.4`)).damage.join(), /It holds \d+ facts/)
  })

  await t.test('J3: the export holds no case id, no handset and no reference to a person', () => {
    const text = readFileSync(file, 'utf8')
    assert.doesNotMatch(text, /[0-9a-f]{8}-[0-9a-f]{4}-/)
    assert.doesNotMatch(text, /"v_|imei|"\d{14,16}"/i)
  })
})

const nameIn = (line: string) => {
  const { source, measure, month: of, group, column } = JSON.parse(line)
  return [source, measure, of, group, column].join(' ')
}
const isOfLastYear = (line: string) => {
  const at = Date.parse(JSON.parse(line).at)
  return at < Date.now() - 2 * month * 60_000 && at > Date.now() - 10 * month * 60_000
}
/** A forger who knows how the sums are made. */
const resummed = (line: string) => {
  const { sum: _, ...content } = JSON.parse(line)
  const text = JSON.stringify(content)
  return `${text.slice(0, -1)},"sum":"${createHash('sha256').update(text).digest('hex').slice(0, 12)}"}`
}

test('no file whatever makes the counter fall over: it says that it is no export, or what is wrong with it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'ringback-rebuild-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const head =
    '{"line":"head","format":"ringback-measures-1","at":"2026-01-01T00:00:00.000Z","periods":{"published":{"from":"2025-01","to":"2026-01"}}}'
  const line = fc.oneof(fc.json(), fc.string(), fc.constant('{"line":"fact","type":"owed","case":"a","at":"?"}'))
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 6 }), async (lines) => {
      const file = join(folder, 'any.ndjson')
      writeFileSync(file, [head, ...lines].join('\n'))
      assert.ok((await rebuildMeasures(file)).damage.length > 0)
    }),
    { numRuns: 50 },
  )
})
