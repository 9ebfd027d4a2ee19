import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import { openAllowances, take, type Used, usualAllowance } from './allowance.ts'
import { defineRoute } from './define-route.ts'
import { asPartner, testApp } from './testing.ts'

const check = defineRoute()({
  method: 'POST',
  url: '/check',
  summary: 'Asks about handsets',
  who: { act: 'look', record: 'imei-status' },
  body: z.strictObject({ handsets: z.int() }),
  reply: z.object({ ok: z.boolean() }),
  weighs: ({ handsets }) => handsets,
  handle: () => ({ ok: true }),
})
const noon = Date.parse('2026-11-27T12:00:00.000Z')
const nothing: Used = { minute: { from: 0, asked: 0 }, day: { date: '', asked: 0 } }

test('nobody ever gets more in a minute or on a day than is allowed, whoever asks waits no longer than is said, and what is left is told right', () => {
  const allowance = fc.record({ perMinute: fc.integer({ min: 1, max: 50 }), perDay: fc.integer({ min: 50, max: 300 }) })
  const asks = fc.array(fc.record({ handsets: fc.integer({ min: 1, max: 50 }), afterMs: fc.nat(4 * 3_600_000) }), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(allowance, asks, (allowed, all) => {
      let [used, now] = [nothing, noon]
      const byDay = new Map<string, number>()
      for (const { handsets, afterMs } of all) {
        now += afterMs
        const { used: later, verdict } = take(allowed, used, handsets, now)
        used = later
        const date = new Date(now).toISOString().slice(0, 10)
        if (verdict.enough) byDay.set(date, (byDay.get(date) ?? 0) + handsets)
        assert.ok((byDay.get(date) ?? 0) <= allowed.perDay && used.minute.asked <= allowed.perMinute)
        assert.ok(verdict.remaining >= 0 && verdict.remaining <= verdict.limit && verdict.resetSeconds >= 1)
        if (verdict.enough) {
          // What is said to be left can be had at once, and one more cannot.
          assert.ok(verdict.remaining === 0 || take(allowed, used, verdict.remaining, now).verdict.enough)
          assert.ok(!take(allowed, used, verdict.remaining + 1, now).verdict.enough)
        } else if (handsets <= allowed.perMinute) {
          const waited = now + verdict.resetSeconds * 1000
          const next = take(allowed, used, handsets, waited).verdict
          // After the minute the day may be what is tight; after the day nothing is.
          assert.ok(next.enough || next.limit === allowed.perDay)
        }
      }
    }),
  )
})

test('an allowance', async (whole) => {
  const db = await testDatabase({ after: (done) => after(done as () => Promise<void>) })
  const allow = (slug: string, perMinute: number, perDay: number) =>
    db.owner.pool.query(
      `with known as (insert into organisation values ($1, $1, 'dealer', true) on conflict do nothing)
       insert into handset_allowance values ($1, $2, $3)`,
      [slug, perMinute, perDay],
    )
  const asking = (app: Awaited<ReturnType<typeof testApp>>, tenant: string) => async (handsets: number) =>
    app.inject({ method: 'POST', url: '/check', payload: { handsets }, headers: asPartner(tenant, 'dealer') })

  await whole.test(
    'G8: handsets count and not calls: far more than 600 calls in a minute are answered, and what is left is told',
    async (t) => {
      const app = await testApp(t, db, [check], { requestsPerMinute: 600 })
      const ask = asking(app, 'many-calls')
      for (let call = 0; call < 700; call++) assert.equal((await ask(1)).statusCode, 200)
      const answer = await ask(1000)
      assert.equal(answer.statusCode, 200)
      assert.equal(answer.headers['ratelimit-limit'], String(usualAllowance.perMinute))
      assert.equal(answer.headers['ratelimit-remaining'], String(usualAllowance.perMinute - 1700))
    },
  )

  await whole.test(
    'G8: one that asks for more than is left gets none, the code that says why and when to come again, and the rest stays',
    async (t) => {
      await allow('own-setting', 1000, 10_000)
      const clock = { now: noon }
      const app = await testApp(t, db, [check], { clock: () => new Date(clock.now) })
      const ask = asking(app, 'own-setting')
      assert.equal((await ask(900)).statusCode, 200)
      clock.now += 20_000
      const refused = await ask(101)
      assert.equal(refused.statusCode, 429)
      assert.match(String(refused.headers['content-type']), /^application\/problem\+json/)
      assert.equal(refused.json().code, 'allowance-used')
      assert.equal(refused.headers['retry-after'], '40')
      assert.equal(refused.headers['ratelimit-remaining'], '100')
      assert.equal((await ask(100)).statusCode, 200)
      assert.equal((await asking(app, 'another')(100)).statusCode, 200, 'another organisation has its own')
      clock.now += 40_000
      assert.equal((await ask(1000)).statusCode, 200)
    },
  )

  await whole.test(
    'the day counts across processes and restarts, a new setting holds within a second, and midnight begins anew',
    async () => {
      await allow('all-day', 5000, 5000)
      const clock = { now: noon }
      const openOne = () => openAllowances(db.server.kysely as Kysely<unknown>, () => new Date(clock.now))
      const said = async (handsets: number) => {
        for (;;) {
          const { rows } = await db.owner.pool.query(
            `select handsets::int from handset_asked where organisation = 'all-day' and day = '2026-11-27'`,
          )
          if (rows[0]?.handsets === handsets) return
        }
      }
      const first = openOne()
      assert.equal((await first.take('all-day', 3000)).enough, true)
      clock.now += 1000
      assert.equal((await first.take('all-day', 1000)).enough, true)
      await said(4000)
      const second = openOne()
      const refused = await second.take('all-day', 1001)
      assert.deepEqual([refused.enough, refused.remaining, refused.resetSeconds], [false, 1000, 12 * 3600 - 1])
      assert.equal((await second.take('all-day', 1000)).enough, true)
      await db.owner.pool.query(`update handset_allowance set per_day = 10000000 where organisation = 'all-day'`)
      clock.now += 1000
      await second.take('all-day', 1)
      await said(5000)
      let allowed = false // what was read beside the write is there a moment after it
      for (let tries = 0; tries < 10_000 && !allowed; tries++) {
        await pause(2)
        allowed = (await second.take('all-day', 2000)).enough
      }
      assert.equal(allowed, true)
      clock.now = Date.parse('2026-11-28T00:00:00.000Z')
      assert.equal((await first.take('all-day', 5000)).enough, true)
    },
  )

  await whole.test('somebody who shows no good credentials is still counted by calls', async (t) => {
    const app = await testApp(t, db, [check])
    const statuses = new Set<number>()
    for (let call = 0; call < 620; call++)
      statuses.add((await app.inject({ method: 'POST', url: '/check', payload: { handsets: 1 } })).statusCode)
    assert.deepEqual([...statuses], [401, 429])
  })
})
