import assert from 'node:assert/strict'
import { get, type IncomingMessage } from 'node:http'
import { after, test } from 'node:test'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import type { AuditTables } from './audit.ts'
import { defineLive } from './define-live.ts'
import { announce, LiveHub } from './live-hub.ts'
import { asStaff, testApp } from './testing.ts'

type Tables = AuditTables & { unsealed: { event_id: string } }

/** Stands for any table that grows; each row is one update. */
const rowsAfter = defineLive<Tables>()({
  url: '/live/rows',
  who: 'anyone',
  summary: 'New rows',
  reply: z.object({ row: z.string() }),
  topic: () => 'rows',
  since: async (_, last, { db }) => {
    const rows = await db
      .selectFrom('unsealed')
      .selectAll()
      .where('event_id', '>', last ?? '0')
      .orderBy('event_id')
      .execute()
    return rows.map(({ event_id: id }) => ({ id, data: { row: id, secret: 'SECRET' } }))
  },
})

const watched = defineLive<Tables>()({
  url: '/live/case',
  who: { act: 'look', record: 'theft-report' },
  summary: 'A case',
  reply: z.object({ row: z.string() }),
  topic: () => 'rows',
  since: async (_, last, { audit }) => {
    if (last !== undefined) return []
    await audit('case-watched', 'case/c1')
    return [{ id: '1', data: { row: '1' } }]
  },
})

const forgetful = defineLive<Tables>()({
  url: '/live/forgetful',
  who: { act: 'look', record: 'theft-report' },
  summary: 'A case, not audited',
  reply: z.object({ row: z.string() }),
  topic: () => 'rows',
  since: async () => [{ id: '1', data: { row: 'SECRET' } }],
})

test('a live page', async (whole) => {
  const db = await testDatabase<Tables>({ after: (done) => after(done as () => Promise<void>) })
  const hub = await LiveHub.open(db.server)
  whole.after(() => hub.close())

  const served = async (t: { after: (done: () => Promise<void>) => void }, liveLimits = {}) => {
    const app = await testApp(t, db as never, [rowsAfter, watched, forgetful], { live: hub, liveLimits })
    await app.listen({ port: 0, host: '127.0.0.1' })
    return { app, origin: app.listeningOrigin }
  }
  const add = async (id: string) => {
    await db.server.kysely.insertInto('unsealed').values({ event_id: id }).execute()
    await announce(db.server.kysely, 'rows')
  }

  await whole.test(
    'shows what is there, then what is new, filtered by its reply, and goes on after a lost connection',
    async (t) => {
      const { origin } = await served(t)
      await add('101')
      const first = await open(`${origin}/live/rows`)
      assert.equal(first.response.headers['content-type'], 'text/event-stream')
      assert.match(String(first.response.headers['content-security-policy']), /default-src 'none'/)
      assert.match(await first.until('id: 101'), /id: 101\ndata: \{"row":"101"\}\n\n/)
      await add('102')
      assert.doesNotMatch(await first.until('id: 102'), /SECRET/)
      first.response.destroy()
      await add('103')
      const second = await open(`${origin}/live/rows`, { 'last-event-id': '102' })
      assert.doesNotMatch(await second.until('id: 103'), /id: 10[12]/)
      second.response.destroy()
    },
  )

  await whole.test('sends a sign of life, and ends after its time so that the caller is judged anew', async (t) => {
    const { origin } = await served(t, { heartbeatMs: 20, lastsMs: 200 })
    const { until, ended, response } = await open(`${origin}/live/rows`)
    await until(': still here')
    await ended
    assert.ok(response.complete)
  })

  await whole.test('is refused with a problem when too many are open, and frees its place when closed', async (t) => {
    const { origin, app } = await served(t, { perCaller: 1 })
    const first = await open(`${origin}/live/rows`)
    const second = await open(`${origin}/live/rows`)
    assert.equal(second.response.statusCode, 503)
    assert.match(await second.until('}'), /"code":"too-many-listeners"/)
    first.response.destroy()
    while (hub.size > 0) await new Promise((resolve) => setTimeout(resolve, 5))
    const third = await open(`${origin}/live/rows`)
    assert.equal(third.response.statusCode, 200)
    await app.close()
    await third.ended
    assert.equal(hub.size, 0)
  })

  await whole.test(
    'of a case is judged and audited like any look; one that forgets to audit shows nothing',
    async (t) => {
      const { origin } = await served(t)
      const headers = { ...asStaff('detective'), 'ringback-purpose': 'investigate-crime' }
      assert.equal((await open(`${origin}/live/case`)).response.statusCode, 401)
      const case1 = await open(`${origin}/live/case`, headers)
      await case1.until('id: 1')
      const rows = await db.owner.kysely.selectFrom('audit').select(['act', 'actor']).execute()
      assert.deepEqual(rows, [{ act: 'case-watched', actor: 'staff:s1' }])
      await announce(db.server.kysely, 'rows')
      case1.response.destroy()
      const forgot = await open(`${origin}/live/forgetful`, headers)
      assert.equal(forgot.response.statusCode, 500)
      assert.doesNotMatch(await forgot.until('}'), /SECRET/)
    },
  )
})

/** Opens a stream; `until` waits for a text in it and gives all that came so far. */
const open = (url: string, headers: Record<string, string> = {}) =>
  new Promise<{ response: IncomingMessage; until: (text: string) => Promise<string>; ended: Promise<void> }>(
    (resolve, reject) => {
      get(url, { headers }, (response) => {
        let came = ''
        response.on('error', () => {}) // destroyed by the test
        response.setEncoding('utf8').on('data', (chunk: string) => {
          came += chunk
        })
        const ended = new Promise<void>((done) => response.once('close', done))
        const until = async (text: string) => {
          while (!came.includes(text))
            await Promise.race([
              new Promise((next) => response.once('data', next)),
              ended.then(() => assert.ok(came.includes(text), came)),
            ])
          return came
        }
        resolve({ response, until, ended })
      }).on('error', reject)
    },
  )
