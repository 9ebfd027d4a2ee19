import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import { testDatabase } from '#test/support/database'
import { defineRoute } from './define-route.ts'
import { openPasses } from './pass.ts'
import { testApp } from './testing.ts'

const key = randomBytes(32).toString('base64url')
const pass = { case: '5a3f0a7b-1c11-4a55-9a35-0f8e2f4a6d0c', as: 'reporter' as const }
const at = (minutes: number) => openPasses(key, new URL('http://localhost'), () => new Date(minutes * 60_000))

test('a pass is good for thirty minutes, and only under the key that sealed it', () => {
  const sealed = at(0).seal(pass)
  assert.deepEqual(at(29).open(sealed), pass)
  assert.equal(at(30).open(sealed), undefined)
  const other = openPasses(randomBytes(32).toString('base64url'), new URL('http://localhost'), () => new Date(0))
  assert.equal(other.open(sealed), undefined)
  assert.throws(() => openPasses('short', new URL('http://localhost'), () => new Date()), /RINGBACK_PASS_KEY/)
})

test('USERS 4, stalking: every pass is equally long, whatever it holds', () => {
  const ref = `v_${'A'.repeat(22)}`
  const full = {
    ...pass,
    access: ref,
    claim: ref,
    joined: true,
    shown: '2026-01-01T10:00:00.000Z',
    visit: 'AAAAAAAAAAAA',
  }
  const sealed = [pass, { ...pass, joined: true }, { ...pass, access: ref }, full].map((one) => at(0).seal(one))
  assert.equal(new Set(sealed.map(({ length }) => length)).size, 1)
  assert.deepEqual(at(1).open(sealed[3]), full)
})

test('a pass that was changed anywhere, cut short or made up is none', () => {
  const sealed = Buffer.from(at(0).seal(pass), 'base64url')
  fc.assert(
    fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (where, by) => {
      const changed = Buffer.from(sealed)
      changed[where] = (changed[where] ?? 0) ^ by
      assert.equal(at(0).open(changed.toString('base64url')), undefined)
    }),
  )
  fc.assert(fc.property(fc.string(), (text) => assert.equal(at(0).open(text), undefined)))
})

test('a note is good for ten minutes, for its own kind alone, and is no pass', () => {
  const note = { asked: 'word', left: 2 }
  const sealed = at(0).sealNote('voice', note)
  assert.deepEqual(at(9).openNote('voice', sealed), note)
  assert.equal(at(10).openNote('voice', sealed), undefined)
  assert.equal(at(0).openNote('other', sealed), undefined)
  assert.equal(at(0).open(sealed), undefined)
  assert.equal(at(0).openNote('voice', at(0).seal(pass)), undefined)
})

test('what a visit left in the history opens nothing once the visit has ended, with a cookie or without one; other visits go on', async (t) => {
  const db = await testDatabase(t)
  const frame = { method: 'POST', who: 'anyone', summary: 'A step of a visit' } as const
  const reply = z.object({ form: z.string(), visit: z.string() })
  const begin = defineRoute()({
    ...{ ...frame, url: '/begin', reply },
    handle: (_input, { pass: mine }) => {
      mine.give(pass)
      return { form: mine.seal(pass), visit: mine.visit }
    },
  })
  const again = defineRoute()({
    ...{ ...frame, url: '/again', body: z.strictObject({ form: z.string() }), reply: z.object({ case: z.string() }) },
    handle: async ({ form }, { pass: mine }) => ({ case: (await mine.open(form))?.case ?? 'none' }),
  })
  const end = defineRoute()({
    ...{ ...frame, url: '/end', body: z.strictObject({ visit: z.string() }), reply: z.object({}) },
    handle: async ({ visit }, { pass: mine }) => {
      await mine.drop(visit || undefined)
      return {}
    },
  })
  const passes = openPasses(key, new URL('http://localhost:8080'), () => new Date())
  const app = await testApp(t, db, [begin, again, end], { passes })
  const start = async () => {
    const begun = await app.inject({ method: 'POST', url: '/begin' })
    return { ...begun.json(), cookie: String(begun.headers['set-cookie']).split(';')[0] ?? '' }
  }
  const resent = async (form: string) =>
    (await app.inject({ method: 'POST', url: '/again', body: { form } })).json().case
  const [withCookie, without, other] = [await start(), await start(), await start()]
  const own = { cookie: withCookie.cookie, 'sec-fetch-site': 'same-origin' }
  for (const one of [withCookie, without, other]) assert.equal(await resent(one.form), pass.case)
  await app.inject({ method: 'POST', url: '/end', headers: own, body: { visit: '' } })
  await app.inject({ method: 'POST', url: '/end', body: { visit: without.visit } })
  await app.inject({ method: 'POST', url: '/end', body: { visit: 'x'.repeat(5000) } })
  assert.deepEqual(await Promise.all([withCookie, without, other].map(({ form }) => resent(form))), [
    'none',
    'none',
    pass.case,
  ])
  const { rows } = await db.server.pool.query('select count(*)::int as kept from visit_left')
  assert.equal(rows[0].kept, 2)
})

test('WCAG 2.2.1: whoever goes on holds the case for half an hour from each step; a look that renews nothing lets it close', async (t) => {
  const db = await testDatabase(t)
  let minutes = 0
  const passes = openPasses(key, new URL('http://localhost:8080'), () => new Date(minutes * 60_000))
  const frame = { method: 'GET', who: 'anyone', summary: 'A step', reply: z.object({ case: z.string() }) } as const
  const step = defineRoute()({
    ...{ ...frame, url: '/step' },
    handle: (_input, { pass: mine }) => {
      mine.renew()
      mine.renew()
      return { case: mine.held?.case ?? 'none' }
    },
  })
  const look = defineRoute()({
    ...{ ...frame, url: '/look' },
    handle: (_input, { pass: mine }) => ({ case: mine.held?.case ?? 'none' }),
  })
  const app = await testApp(t, db, [step, look], { passes })
  let cookie = `ringback-case=${passes.seal(pass)}`
  const ask = async (url: string, at: number) => {
    minutes = at
    const answer = await app.inject({ url, headers: { cookie } })
    const set = [answer.headers['set-cookie'] ?? []].flat()
    assert.ok(set.length <= 1)
    cookie = set[0]?.split(';')[0] ?? cookie
    return answer.json().case
  }
  for (const at of [20, 45, 70]) assert.equal(await ask('/step', at), pass.case)
  assert.equal(await ask('/look', 95), pass.case)
  assert.equal(await ask('/look', 101), 'none')
  assert.equal(await ask('/step', 101), 'none')
})

test('USERS 4: a town behind one address reads its cases, each by their own code; who has none is counted by address', async (t) => {
  const db = await testDatabase(t)
  const passes = openPasses(key, new URL('http://localhost:8080'), () => new Date())
  const frame = { method: 'GET', who: 'anyone', summary: 'A look', reply: z.object({}), limitPerMinute: 2 } as const
  const own = defineRoute()({ ...frame, url: '/own', perCode: true, handle: () => ({}) })
  const few = defineRoute()({ ...frame, url: '/few', handle: () => ({}) })
  const app = await testApp(t, db, [own, few], { passes })
  const ask = async (access: string, url = '/own') => {
    const cookie = `ringback-case=${passes.seal({ ...pass, access })}`
    return (await app.inject({ url, headers: { cookie } })).statusCode
  }
  for (let person = 0; person < 20; person++) assert.equal(await ask(`v_${person}`), 200)
  assert.deepEqual([await ask('v_1'), await ask('v_1'), await ask('v_2')], [200, 429, 200])
  const made = async () => (await app.inject({ url: '/own', headers: { cookie: 'ringback-case=made-up' } })).statusCode
  assert.deepEqual([await made(), await made(), await made()], [200, 200, 429])
  const elsewhere = [await ask('v_7', '/few'), await ask('v_8', '/few'), await ask('v_9', '/few')]
  assert.deepEqual(elsewhere, [200, 200, 429], 'a code widens no other limit')
})

test('a browser sees its case again by the cookie alone, and forgets all of it when it is told to', async (t) => {
  const db = await testDatabase(t)
  const reply = z.object({ case: z.string() })
  const begin = defineRoute()({
    ...{ method: 'POST', url: '/begin', who: 'anyone', summary: 'Begins', reply },
    handle: (_input, { pass: mine }) => {
      mine.give(pass)
      return { case: '' }
    },
  })
  const again = defineRoute()({
    ...{ method: 'GET', url: '/again', who: 'anyone', summary: 'Again', reply },
    handle: (_input, { pass: mine }) => ({ case: mine.held?.case ?? 'none' }),
  })
  const end = defineRoute()({
    ...{ method: 'POST', url: '/end', who: 'anyone', summary: 'Ends', reply },
    handle: async (_input, { pass: mine }) => {
      await mine.drop()
      return { case: '' }
    },
  })
  const passes = openPasses(key, new URL('http://localhost:8080'), () => new Date())
  const app = await testApp(t, db, [begin, again, end], { passes })
  const set = String((await app.inject({ method: 'POST', url: '/begin' })).headers['set-cookie'])
  assert.match(set, /^ringback-case=[\w-]+; Path=\/; HttpOnly; SameSite=Lax$/)
  assert.ok(!set.includes(pass.case))
  const look = (cookie: string) => app.inject({ url: '/again', headers: { cookie } })
  assert.equal((await look(set.split(';')[0] ?? '')).json().case, pass.case)
  assert.equal((await look('ringback-case=made-up')).json().case, 'none')
  const ended = await app.inject({ method: 'POST', url: '/end' })
  assert.match(String(ended.headers['set-cookie']), /Max-Age=0/)
  assert.equal(ended.headers['clear-site-data'], '"cache", "cookies", "storage"')
})
