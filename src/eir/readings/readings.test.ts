import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readdirSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { type TestContext, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import type { Country } from '#lib/country'
import { silentLog } from '#platform/log'
import { openClient } from '../centre-client.ts'
import { openCentre } from './centre.ts'
import { openJournal } from './journal.ts'
import { openNews } from './news.ts'
import { openReadings } from './open-readings.ts'

const start = Date.parse('2026-11-27T10:00:00Z')
const hour = 3_600_000
const key = 49015420323751

type Reading = { imei: string; how: string; country: string; at: string; ref: string }

/** A centre over real HTTP that takes tokens and readings as Ringback does, keeps one a ref, and can be told to fail. */
async function openPretendCentre(t: TestContext) {
  const taken = new Map<string, Reading>()
  const centre = {
    url: '',
    taken,
    fail: undefined as number | undefined,
    bad: (_: Reading) => false,
    tokens: 0,
    posts: 0,
  }
  const server = createServer(async (request, response) => {
    const body = await text(request)
    const say = (status: number, json: object) => response.writeHead(status).end(JSON.stringify(json))
    if (request.url === '/oauth/token') {
      const isRight = request.headers.authorization === `Basic ${btoa('north.1:word%20of%20north')}`
      if (!isRight || body !== 'grant_type=client_credentials') return say(401, { error: 'invalid_client' })
      centre.tokens += 1
      return say(200, { access_token: `token-${centre.tokens}`, expires_in: 300 })
    }
    centre.posts += 1
    if (centre.fail !== undefined) return say(centre.fail, {})
    if (request.headers.authorization !== `Bearer token-${centre.tokens}`) return say(401, {})
    const readings = readingsOf(body)
    if (!readings) return say(400, {})
    if (readings.length > 1000 || readings.every(centre.bad)) return say(422, {})
    const refused = readings.flatMap((one, reading) => (centre.bad(one) ? [{ reading, why: 'bad' }] : []))
    for (const one of readings) if (!centre.bad(one)) taken.set(one.ref, one)
    return say(202, { taken: 0, known: 0, refused })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.after(() => server.close())
  centre.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return centre
}

function readingsOf(body: string): Reading[] | undefined {
  try {
    return (JSON.parse(body) as { readings: Reading[] }).readings
  } catch {
    return undefined
  }
}

async function folderOf(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ringback-eir-'))
  t.after(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** The files of a journal, the oldest first. */
const filesOf = (folder: string) =>
  readdirSync(folder)
    .filter((name) => /^readings\.\d+\.ndjson$/.test(name))
    .sort()
    .map((name) => join(folder, name))

async function openNode(t: TestContext, folder: string, url: string) {
  const readings = openReadings({
    journal: await openJournal(folder, { segmentBytes: 1 }),
    centre: openCentre(openClient({ url, clientId: 'north.1', secret: 'word of north', now: Date.now })),
    ...{ country: 'GB' as Country, nodeKey: 'a secret', onceInMs: hour, say: silentLog(), firstWaitMs: 20 },
  })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= readings.close()
    return closing
  }
  t.after(close)
  return { ...readings, close }
}

async function becomes(what: string, condition: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; await pause(10)) if (condition()) return
  assert.fail(`never: ${what}`)
}

test('A39: a handset that is refused or watched is told to the centre, once an hour and no more than that it was seen', async (t) => {
  const centre = await openPretendCentre(t)
  const node = await openNode(t, await folderOf(t), centre.url)
  for (let n = 0; n < 50; n++) node.note({ key, status: 3, at: start + n * 1000 })
  node.note({ key: key + 1, status: 2, at: start })
  node.note({ key, status: 3, at: start + hour })
  await becomes('all are delivered', () => node.tally.delivered === 3)
  const told = [...centre.taken.values()]
  assert.deepEqual(
    told.map(({ imei, how, country, at }) => [imei, how, country, at]),
    [
      ['49015420323751', 'refused-attach', 'GB', '2026-11-27T10:00:00.000Z'],
      ['49015420323752', 'tracked-attach', 'GB', '2026-11-27T10:00:00.000Z'],
      ['49015420323751', 'refused-attach', 'GB', '2026-11-27T11:00:00.000Z'],
    ],
  )
  assert.deepEqual(Object.keys(told[0] ?? {}).sort(), ['at', 'country', 'how', 'imei', 'ref'])
  for (const { ref, imei } of told) assert.ok(/^[\w.:-]{1,64}$/.test(ref) && !ref.includes(imei))
  assert.deepEqual(node.tally, { delivered: 3, refused: 0, dropped: 0 })
})

test('readings wait on disk while the centre is away, also over a restart, and come in batches of at most 1,000', async (t) => {
  const centre = await openPretendCentre(t)
  const folder = await folderOf(t)
  centre.fail = 503
  const before = await openNode(t, folder, centre.url)
  for (let n = 0; n < 2500; n++) before.note({ key: key + n, status: 3, at: start })
  await becomes('all are on disk', () => before.waiting() === 2500)
  await before.close()
  const posts = centre.posts
  assert.equal(centre.taken.size, 0)
  const after = await openNode(t, folder, centre.url)
  assert.equal(after.waiting(), 2500)
  after.note({ key, status: 3, at: start + 1000 })
  centre.fail = undefined
  await becomes('all are delivered', () => after.waiting() === 0)
  assert.equal(centre.taken.size, 2500, 'one noted again after the restart is known by its ref')
  assert.ok(centre.posts - posts >= 3)
  await becomes('what is delivered leaves the disk', () => filesOf(folder).length === 0)
})

test('a token that ended is asked for anew, and a wrong secret delivers nothing and loses nothing', async (t) => {
  const centre = await openPretendCentre(t)
  const node = await openNode(t, await folderOf(t), centre.url)
  node.note({ key, status: 3, at: start })
  await becomes('it is delivered', () => centre.taken.size === 1)
  centre.tokens += 1
  node.note({ key: key + 1, status: 3, at: start })
  await becomes('it is delivered too', () => centre.taken.size === 2)
  const wrong = openCentre(openClient({ url: centre.url, clientId: 'north.1', secret: 'guess', now: Date.now }))
  const said = await wrong.deliver(['{}'], AbortSignal.timeout(5000))
  assert.deepEqual([said.is, 'why' in said && said.why], ['later', 'no access token: status 401'])
  const nobody = openCentre(openClient({ url: 'http://127.0.0.1:9', clientId: 'x', secret: 'x', now: Date.now }))
  assert.equal((await nobody.deliver(['{}'], AbortSignal.timeout(5000))).is, 'later')
})

test('a reading that the centre never takes holds up no other', async (t) => {
  const centre = await openPretendCentre(t)
  const folder = await folderOf(t)
  const bad = '49015420324000'
  centre.bad = ({ imei }) => imei === bad
  const node = await openNode(t, folder, centre.url)
  for (let n = 0; n < 300; n++) node.note({ key: key + n, status: 3, at: start })
  await becomes('the rest is delivered', () => node.tally.delivered === 299)
  assert.deepEqual([centre.taken.size, node.tally.refused, node.waiting()], [299, 1, 0])
  await node.close()
  // Whole batches are refused as well: a line that is no reading stands among good ones.
  const early = await openJournal(folder)
  await early.append(['{"no JSON'])
  await early.close()
  const after = await openNode(t, folder, centre.url)
  for (let n = 0; n < 5; n++) after.note({ key: key + 1000 + n, status: 3, at: start })
  centre.bad = () => false
  await becomes('the good ones are delivered', () => after.tally.delivered === 5)
  assert.deepEqual([centre.taken.size, after.tally.refused, after.waiting()], [304, 1, 0])
})

test('a write that a kill has torn is dropped, a place beyond the end means the beginning', async (t) => {
  const folder = await folderOf(t)
  const journal = await openJournal(folder)
  await journal.append(['one', 'two', 'three'])
  assert.deepEqual(await journal.next(2), { lines: ['one', 'two'], end: 8 })
  await journal.take(4, 1)
  await journal.close()
  appendFileSync(filesOf(folder)[0] ?? '', 'fou')
  const mended = await openJournal(folder)
  assert.equal(mended.waiting(), 2)
  await mended.append(['five'])
  assert.deepEqual((await mended.next(9)).lines, ['two', 'three', 'five'])
  await mended.close()
  writeFileSync(join(folder, 'readings.taken'), '999\n')
  const again = await openJournal(folder)
  assert.deepEqual((await again.next(9)).lines, ['one', 'two', 'three', 'five'])
  await again.close()
})

/** Takes everything that waits, and gives it. */
async function takeAll(journal: Awaited<ReturnType<typeof openJournal>>, most = 1000): Promise<string[]> {
  const read: string[] = []
  for (let some = await journal.next(most); some.lines.length > 0; some = await journal.next(most)) {
    read.push(...some.lines)
    await journal.take(some.end, some.lines.length)
  }
  return read
}

test('a journal longer than what is read at once loses no line', async (t) => {
  const folder = await folderOf(t)
  const journal = await openJournal(folder, { segmentBytes: 1 })
  const lines = Array.from({ length: 6000 }, (_, n) => `${n} ${'x'.repeat(n % 200)}`)
  await journal.append(lines)
  await journal.close()
  const after = await openJournal(folder, { segmentBytes: 1 })
  assert.equal(after.waiting(), 6000)
  assert.deepEqual(await takeAll(after), lines)
  assert.deepEqual([after.waiting(), filesOf(folder)], [0, []])
  await after.append(['more'])
  assert.deepEqual((await after.next(9)).lines, ['more'])
  await after.close()
})

test('under a load that never ends the disk holds what waits and little more', async (t) => {
  const folder = await folderOf(t)
  const journal = await openJournal(folder, { segmentBytes: 2000 })
  const read: string[] = []
  for (let n = 0; n < 300; n++) {
    await journal.append(Array.from({ length: 10 }, (_, at) => `${n * 10 + at} ${'x'.repeat(20)}`))
    const { lines, end } = await journal.next(n < 20 ? 1 : 10) // never empty: some 180 wait all the time
    read.push(...lines)
    await journal.take(end, lines.length)
    const bytes = filesOf(folder).reduce((all, file) => all + statSync(file).size, 0)
    assert.ok(bytes < journal.waiting() * 26 + 2 * 2300, `${bytes} bytes where ${journal.waiting()} lines wait`)
  }
  assert.ok(journal.waiting() > 100)
  read.push(...(await takeAll(journal)))
  assert.deepEqual(
    read.map((line) => Number.parseInt(line, 10)),
    Array.from({ length: 3000 }, (_, n) => n),
  )
  await journal.close()
})

test('whatever is written, taken, torn or killed in whatever order, no line is lost and all come in order', async (t) => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ append: fc.integer({ min: 1, max: 12 }) }) },
    { weight: 3, arbitrary: fc.record({ take: fc.integer({ min: 1, max: 9 }) }) },
    // What a kill leaves: half a line, a place that was not told, or an old one.
    { weight: 1, arbitrary: fc.record({ torn: fc.string({ unit: fc.constantFrom('a', '"', '0'), maxLength: 30 }) }) },
    { weight: 1, arbitrary: fc.record({ forgets: fc.constantFrom('the last place', 'every place', 'nothing') }) },
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { maxLength: 25 }),
      fc.integer({ min: 1, max: 150 }),
      async (steps, segmentBytes) => {
        const folder = await folderOf(t)
        let journal = await openJournal(folder, { segmentBytes })
        const [read, placeFile] = [[] as number[], join(folder, 'readings.taken')]
        let [written, place] = [0, '0']
        const take = async (most: number) => {
          const { lines, end } = await journal.next(most)
          if (lines.length === 0) return
          place = String(end)
          read.push(...lines.map(Number))
          await journal.take(end, lines.length)
        }
        for (const one of steps) {
          if ('append' in one)
            await journal.append(Array.from({ length: one.append }, () => String(written++).padStart(5, '0')))
          else if ('take' in one) await take(one.take)
          else {
            await journal.close()
            const newest = filesOf(folder).at(-1)
            if ('torn' in one && newest) appendFileSync(newest, one.torn)
            if ('forgets' in one && one.forgets === 'the last place' && Number(place) > 0)
              writeFileSync(placeFile, `${Math.max(Number(place) - 6, 0)}\n`)
            if ('forgets' in one && one.forgets === 'every place') {
              writeFileSync(placeFile, '')
              place = '0'
            }
            journal = await openJournal(folder, { segmentBytes })
          }
        }
        const waiting = journal.waiting()
        const rest = await takeAll(journal, 7)
        assert.equal(rest.length, waiting)
        assert.deepEqual(
          [...new Set([...read, ...rest.map(Number)])].sort((a, b) => a - b),
          [...Array(written).keys()],
        )
        assert.deepEqual(
          rest.map(Number),
          [...rest.map(Number)].sort((a, b) => a - b),
        )
        await journal.close()
      },
    ),
    { numRuns: 60 },
  )
})

test('what an older node has left in one file is told too, and a file that lost its end holds up no other', async (t) => {
  const folder = await folderOf(t)
  writeFileSync(join(folder, 'readings.ndjson'), 'one\ntwo\nthr')
  writeFileSync(join(folder, 'readings.taken'), '4\n')
  const journal = await openJournal(folder, { segmentBytes: 4 })
  await journal.append(['three', 'four'])
  await journal.append(['five'])
  assert.deepEqual([journal.waiting(), filesOf(folder).length], [4, 3])
  await journal.close()
  truncateSync(filesOf(folder)[1] ?? '', 9)
  const after = await openJournal(folder, { segmentBytes: 4 })
  assert.equal(after.waiting(), 3)
  assert.deepEqual(await takeAll(after), ['two', 'three', 'five'])
  assert.equal(filesOf(folder).length, 0)
  await after.close()
})

test('news is a handset that was not told of lately, by a clock that may jump and in memory that has an end', () => {
  const isNews = openNews(hour, 100)
  const attempt = (n: number, at: number, status: 2 | 3 = 3) => isNews({ key: key + n, status, at: start + at })
  assert.deepEqual([attempt(0, 0), attempt(0, 1), attempt(0, hour - 1), attempt(0, hour)], [true, false, false, true])
  assert.deepEqual([attempt(0, hour, 2), attempt(0, hour, 2)], [true, false], 'tracked is not blocked')
  assert.equal(attempt(0, -10 * hour), true, 'the clock was set back')
  for (let n = 0; n < 100_000; n++) attempt(n, -10 * hour)
  assert.equal(attempt(99_999, -10 * hour + 1), false)
})

test('a node killed at random moments loses no reading that was on disk', async (t) => {
  const centre = await openPretendCentre(t)
  const folder = await folderOf(t)
  const at = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)
  const program = `
    import { openClient } from ${at('../centre-client.ts')}
    import { openCentre } from ${at('centre.ts')}
    import { openJournal } from ${at('journal.ts')}
    import { openReadings } from ${at('open-readings.ts')}
    const [url, folder, from] = process.argv.slice(1)
    const quiet = () => {}
    const say = { info: quiet, warn: quiet, error: quiet }
    const journal = await openJournal(folder, { segmentBytes: 1000 })
    const append = journal.append
    journal.append = async (lines) => {
      await append(lines)
      process.stdout.write(lines.map((line) => JSON.parse(line).ref + '\\n').join(''))
    }
    const readings = openReadings({ journal, centre: openCentre(openClient({ url, clientId: 'north.1', secret: 'word of north', now: Date.now })),
      country: 'GB', nodeKey: 'a secret', onceInMs: 3600000, say, firstWaitMs: 5 })
    let n = Number(from)
    setInterval(() => { for (let i = 0; i < 7; i++) readings.note({ key: ${key} + n++, status: 3, at: ${start} }) }, 1)`
  const onDisk = new Set<string>()
  for (let round = 0; round < 8; round++) {
    centre.fail = round % 3 === 1 ? 503 : undefined
    const child = spawn(
      process.execPath,
      ['--input-type=module', '-e', program, centre.url, folder, String(round * 100_000)],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    child.stdout.setEncoding('utf8')
    let said = ''
    child.stdout.on('data', (data) => {
      said += data
    })
    const isRunning = await Promise.race([once(child.stdout, 'data'), once(child, 'close').then(() => undefined)])
    assert.ok(isRunning, 'the node ended by itself')
    await pause(20 + Math.random() * 150)
    child.kill('SIGKILL')
    await once(child, 'close')
    for (const ref of said.split('\n').slice(0, -1)) onDisk.add(ref)
  }
  centre.fail = undefined
  const node = await openNode(t, folder, centre.url)
  await becomes('all are delivered', () => node.waiting() === 0)
  assert.ok(onDisk.size > 100, `only ${onDisk.size} readings`)
  for (const ref of onDisk) assert.ok(centre.taken.has(ref))
})
